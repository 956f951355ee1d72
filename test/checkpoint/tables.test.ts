import { describe, expect, it } from 'vitest'
import { defaultSettings, settingRanges } from '../../shared/settings.ts'
import { addUpload, first, open, saveDestination, tamper } from './checkpoint-fixture.ts'

describe('destinations', () => {
  it('come back as they were saved, in the order they were made', () => {
    const checkpoint = open()
    saveDestination(checkpoint, 'b')
    const { destination } = checkpoint.destinations.find('b') ?? {}
    if (!destination) throw new Error('It was not saved')
    const changed = {
      ...destination,
      id: 'a',
      createdAt: 2,
      kind: 'practice',
      signatureVersion: 'v1',
      isCustomDomain: true,
      allowPlainHttp: true,
      prefix: '备份/',
      metadata: { tags: { team: 'x' } },
    } as const
    checkpoint.destinations.save(changed)
    checkpoint.close()
    expect(open(checkpoint.file).destinations.list()).toEqual([
      { destination, isDamaged: false },
      { destination: changed, isDamaged: false },
    ])
  })

  it.each(['endpoint', 'bucket', 'prefix', 'region', 'kind', 'metadata', 'access_key_id'])(
    'are damaged when %s was altered, until they are saved again (R5)',
    (column) => {
      const checkpoint = open()
      saveDestination(checkpoint)
      checkpoint.close()
      tamper(checkpoint.file, (sqlite) => sqlite.exec(`UPDATE destinations SET ${column} = 'practice'`))
      const { destinations } = open(checkpoint.file)
      const { destination, isDamaged } = first(destinations.list())
      expect(isDamaged).toBe(true)
      destinations.save(destination)
      expect(first(destinations.list()).isDamaged).toBe(false)
    },
  )

  it('are damaged when encryption was switched off behind our back', () => {
    const checkpoint = open()
    saveDestination(checkpoint)
    checkpoint.close()
    tamper(checkpoint.file, (sqlite) => sqlite.exec('UPDATE destinations SET allow_plain_http = 1'))
    expect(first(open(checkpoint.file).destinations.list()).isDamaged).toBe(true)
  })

  it('are hidden when removed, with their credentials gone, and the history still names them', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.credentials.save('d1', Buffer.from('sealed'))
    expect(checkpoint.destinations.remove('d1')).toBe(true)
    expect(checkpoint.destinations.remove('d1')).toBe(false)
    expect(checkpoint.destinations.list()).toEqual([])
    expect(checkpoint.destinations.find('d1')).toBeNull()
    expect(checkpoint.credentials.find('d1')).toBeNull()
    expect(first(checkpoint.queue.rows([id])).destinationName).toBe('Destination d1')
  })

  it('count the uploads that still need them, kept ones too', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.uploads.apply(id, 'cancelKeep')
    expect(checkpoint.destinations.countUnfinished('d1')).toBe(1)
    checkpoint.uploads.apply(id, 'cancelClean')
    checkpoint.uploads.apply(id, 'cleaned')
    expect(checkpoint.destinations.countUnfinished('d1')).toBe(0)
  })
})

it('credentials are kept as the bytes they were sealed to', () => {
  const checkpoint = open()
  saveDestination(checkpoint, 'd1')
  saveDestination(checkpoint, 'd2')
  const sealed = Buffer.from([0, 255, 118, 49, 49])
  checkpoint.credentials.save('d1', Buffer.from('older'))
  checkpoint.credentials.save('d1', sealed)
  checkpoint.credentials.save('d2', sealed)
  checkpoint.credentials.remove('d2')
  checkpoint.close()
  const { credentials } = open(checkpoint.file)
  expect(credentials.find('d1')?.equals(sealed)).toBe(true)
  expect(credentials.destinationIds()).toEqual(['d1'])
})

describe('settings', () => {
  it('are the defaults until they are changed, one by one', () => {
    const checkpoint = open()
    expect(checkpoint.settings.load()).toEqual(defaultSettings)
    checkpoint.settings.save({ filesAtOnce: 8, bandwidthLimit: null, theme: 'dark' })
    checkpoint.close()
    const { settings } = open(checkpoint.file)
    expect(settings.load()).toEqual({ ...defaultSettings, filesAtOnce: 8, theme: 'dark' })
  })

  it.each(Object.entries(settingRanges))(
    'refuse %s outside its range, with the range (R7)',
    (setting, [min, max]) => {
      const { settings } = open()
      for (const value of [min - 1, max + 1, min + 0.5, Number.NaN]) {
        expect(() => settings.save({ filesAtOnce: 7, [setting]: value }), String(value)).toThrow(
          expect.objectContaining({
            code: 'SettingOutOfRange',
            message: expect.stringContaining(`${min} to ${max}`),
            data: expect.objectContaining({ params: expect.objectContaining({ setting, min, max }) }),
          }),
        )
      }
      expect(settings.load()).toEqual(defaultSettings)
      expect(settings.save({ [setting]: min })).toMatchObject({ [setting]: min })
      expect(settings.save({ [setting]: max })).toMatchObject({ [setting]: max })
    },
  )

  it('refuse a value that is none of those offered, and a setting that does not exist', () => {
    const { settings } = open()
    for (const change of [{ theme: 'pink' }, { resume: 'yes' }, { colour: 1 }]) {
      expect(() => settings.save(change as never)).toThrow(
        expect.objectContaining({ code: 'SettingInvalid' }),
      )
    }
  })

  it('fall back to the default, with a notice, when a stored value cannot be read', () => {
    const checkpoint = open()
    checkpoint.settings.save({ filesAtOnce: 8, theme: 'dark' })
    checkpoint.close()
    tamper(checkpoint.file, (sqlite) => {
      sqlite.exec("UPDATE settings SET value = '{' WHERE key = 'filesAtOnce'")
      sqlite.exec(`INSERT INTO settings VALUES ('partsAtOnce', '1000'), ('fromAnotherVersion', '?')`)
    })
    const again = open(checkpoint.file)
    expect(again.settings.load()).toEqual({ ...defaultSettings, theme: 'dark' })
    expect(again.notices).toEqual([
      { kind: 'settingReset', level: 'warning', params: { setting: 'filesAtOnce' } },
      { kind: 'settingReset', level: 'warning', params: { setting: 'partsAtOnce' } },
    ])
  })
})
