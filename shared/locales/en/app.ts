/** Tray, menus, notifications, notices: what the main process says. */
export const app = {}
