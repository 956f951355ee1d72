/**
 * Start at login on Linux: Electron's login items do nothing there, so the program writes an XDG autostart file,
 * `$XDG_CONFIG_HOME/autostart/<desktop name>` (freedesktop.org Desktop Application Autostart Specification).
 */

export interface AutostartEntry {
  /** Absolute path of the program: the AppImage file where there is one, since its mount point changes at every start. */
  executable: string
  /** Passed at login, e.g. `--hidden`. */
  args: readonly string[]
  name: string
}

/** The file's text. */
export function autostartFile(entry: AutostartEntry): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    `Name=${escapeString(entry.name)}`,
    `Exec=${[entry.executable, ...entry.args].map(quoteExecArgument).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/**
 * One argument of `Exec`, by the Desktop Entry Specification: quoted when it holds a reserved character, with `"`, backtick,
 * `$` and `\` escaped inside the quotes, `%` doubled (it begins a field code), and then every backslash doubled once more
 * because the value is also a string.
 */
export function quoteExecArgument(argument: string): string {
  const percent = argument.replaceAll('%', '%%')
  const isPlain = percent !== '' && !/[\s"'\\><~|&;$*?#()`]/.test(percent)
  if (isPlain) return percent
  return escapeString(`"${percent.replace(/["`$\\]/g, '\\$&')}"`)
}

/** A string value: backslash, line feed, carriage return and tab have escapes of their own. */
function escapeString(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
}

/** The folder the file belongs in. `XDG_CONFIG_HOME` counts only when it is absolute, as its specification says. */
export function autostartFolder(environment: Record<string, string | undefined>, home: string): string {
  const configured = environment.XDG_CONFIG_HOME
  const base = configured?.startsWith('/') ? configured.replace(/\/+$/, '') : `${home}/.config`
  return `${base}/autostart`
}
