/** What Electron passes to its listeners first: they may keep the default from happening. */
export class Preventable {
  defaultPrevented = false

  constructor(details: object = {}) {
    Object.assign(this, details)
  }

  preventDefault = (): void => {
    this.defaultPrevented = true
  }
}
