/**
 * Whatever of Electron the stand-in does not answer fails loudly, by name: a missing piece must not look like
 * `undefined is not a function` somewhere else, or pass for "no" where Electron would say "yes".
 */
export function strict<T extends object>(name: string, target: T): T {
  const missing = (key: string) =>
    new Error(`electron.${name}.${key}: the stand-in for Electron does not have it`)
  return new Proxy(target, {
    get(from, key) {
      // Promises are recognised by `then`, and inspection asks for symbols.
      if (typeof key === 'string' && key !== 'then' && key !== 'toJSON' && !(key in from)) throw missing(key)
      const value = Reflect.get(from, key, from)
      return typeof value === 'function' ? value.bind(from) : value
    },
    set(from, key, value) {
      if (typeof key === 'string' && !(key in from)) throw missing(key)
      return Reflect.set(from, key, value, from)
    },
  })
}
