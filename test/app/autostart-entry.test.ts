import { describe, expect, it } from 'vitest'
import { autostartFile, autostartFolder, quoteExecArgument } from '../../electron/app/autostart-entry.ts'

describe('XDG autostart file', () => {
  it('starts the program hidden', () => {
    expect(
      autostartFile({ executable: '/opt/Stevedore/stevedore', args: ['--hidden'], name: 'Stevedore' }),
    ).toBe(
      '[Desktop Entry]\nType=Application\nVersion=1.5\nName=Stevedore\nExec=/opt/Stevedore/stevedore --hidden\n' +
        'Terminal=false\nX-GNOME-Autostart-enabled=true\n',
    )
  })

  it.each([
    ['/home/wang/应用/Stevedore.AppImage', '/home/wang/应用/Stevedore.AppImage'],
    ['/home/a b/S.AppImage', '"/home/a b/S.AppImage"'],
    ['/opt/100%/s', '/opt/100%%/s'],
    ['/opt/$HOME/s', '"/opt/\\\\$HOME/s"'],
    ['a"b', '"a\\\\"b"'],
    ['a\\b', '"a\\\\\\\\b"'],
    ['a\nb', '"a\\nb"'],
    ['', '""'],
  ])('quotes %j for Exec', (argument, expected) => {
    expect(quoteExecArgument(argument)).toBe(expected)
  })

  it('goes to XDG_CONFIG_HOME when that is absolute, else to ~/.config', () => {
    expect(autostartFolder({ XDG_CONFIG_HOME: '/cfg/' }, '/home/u')).toBe('/cfg/autostart')
    expect(autostartFolder({ XDG_CONFIG_HOME: 'relative' }, '/home/u')).toBe('/home/u/.config/autostart')
    expect(autostartFolder({}, '/home/u')).toBe('/home/u/.config/autostart')
  })
})
