import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Running, run } from './processes.ts'

/** dunst: shows notifications on the screen, and tells the browser over D-Bus which button was pressed. */
export interface NotificationDaemon {
  readonly running: Running
  /** Which button the next press on a notification is to mean. */
  choose(label: string): void
  stop(): Promise<void>
}

/** The title of its windows. */
export const NOTIFICATION_TITLE = 'Dunst'

/** Its notifications have no buttons: a press opens a menu of them, in a program of one's own. Ours takes the one with the label. */
export function startNotificationDaemon(env: NodeJS.ProcessEnv): NotificationDaemon {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-dunst-'))
  const [menu, chosen, config] = ['menu', 'chosen', 'dunstrc'].map((name) => join(folder, name))
  if (!menu || !chosen || !config) throw new Error('no paths')
  writeFileSync(menu, `#!/bin/sh\ngrep -m1 -F "#$(cat ${chosen}) "\n`)
  chmodSync(menu, 0o755)
  writeFileSync(
    config,
    `[global]\nmouse_left_click = context\ndmenu = ${menu}\norigin = bottom-right\noffset = 10x10\nwidth = 300\n`,
  )
  const running = run(['dunst', '-conf', config], { env })
  return {
    running,
    choose: (label) => writeFileSync(chosen, label),
    async stop() {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
