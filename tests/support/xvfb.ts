import { execFileSync } from 'node:child_process'
import { run } from './processes.ts'
import { sleep, waitUntil } from './wait.ts'

/** A screen of its own with a window manager, and hands to use it. */
export interface Screen {
  /** For `launchTabcall({ headless: false, env: screen.env })`. */
  readonly env: Record<string, string>
  click(x: number, y: number, button?: 1 | 2 | 3): Promise<void>
  move(x: number, y: number): Promise<void>
  /** Keys by their X names, one after the other: `key('Tab', 'Return')`, `key('alt+shift+c')`. */
  key(...keys: readonly string[]): Promise<void>
  type(text: string): Promise<void>
  /** Saves a PNG of the whole screen, prompts and popups included. */
  screenshot(path: string): void
  /** Ids of the visible windows whose title matches. */
  windows(title: string): string[]
  stop(): Promise<void>
}

/** Long enough for a window to react to what a hand did, in milliseconds. */
const REACTION_MS = 120

/** Starts Xvfb and openbox; with `notifications`, a session bus and a notification daemon too. */
export async function startScreen({ width = 1280, height = 800, notifications = false } = {}): Promise<Screen> {
  const xvfb = run(['Xvfb', '-displayfd', '1', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac'])
  const display = await xvfb.firstLine((line) => (/^\d+$/.test(line) ? `:${line}` : null))
  const env: Record<string, string> = { DISPLAY: display }
  const manager = run(['openbox', '--sm-disable'], { env })
  const started = [manager, xvfb]
  if (notifications) {
    const bus = run(['dbus-daemon', '--session', '--nofork', '--print-address=1'], { env })
    env.DBUS_SESSION_BUS_ADDRESS = await bus.firstLine((line) => (line.startsWith('unix:') ? line : null))
    started.unshift(run(['dunst'], { env }), bus)
  }
  const tool = (...args: readonly string[]) =>
    execFileSync('xdotool', args, { env: { ...process.env, ...env }, encoding: 'utf8' })
  const act = async (...args: readonly string[]) => {
    tool(...args)
    await sleep(REACTION_MS)
  }
  await waitUntil('the window manager is there', () => manager.child.exitCode === null && tool('getdisplaygeometry') !== '')
  return {
    env,
    click: (x, y, button = 1) => act('mousemove', String(x), String(y), 'click', String(button)),
    move: (x, y) => act('mousemove', String(x), String(y)),
    key: async (...keys) => {
      for (const key of keys) await act('key', '--clearmodifiers', key)
    },
    type: (text) => act('type', '--delay', '20', text),
    screenshot(path) {
      execFileSync('import', ['-window', 'root', path], { env: { ...process.env, ...env } })
    },
    windows(title) {
      try {
        return tool('search', '--onlyvisible', '--name', title).trim().split('\n').filter(Boolean)
      } catch {
        return []
      }
    },
    async stop() {
      for (const program of started) await program.stop()
    },
  }
}
