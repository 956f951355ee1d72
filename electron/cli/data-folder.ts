import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Where the terminal keeps its checkpoint and its practice bucket; `STEVEDORE_DATA_DIR` names another folder.
 * Apart from the window's own data, so that both can run at the same time.
 */
export function terminalDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.STEVEDORE_DATA_DIR) return join(resolve(env.STEVEDORE_DATA_DIR), 'terminal')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Stevedore Terminal')
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Stevedore Terminal')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'stevedore-terminal')
}
