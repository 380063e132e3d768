import { execFileSync } from 'node:child_process'
import { NOTIFICATION_TITLE, type NotificationDaemon, startNotificationDaemon } from './notificationDaemon.ts'
import { run } from './processes.ts'
import { sleep, waitUntil } from './wait.ts'

/** A screen of its own with a window manager, and hands to use it. */
export interface Screen {
  /** For `launchTabcall({ headless: false, env: screen.env })`. */
  readonly env: Record<string, string>
  click(x: number, y: number, button?: 1 | 2 | 3): Promise<void>
  move(x: number, y: number): Promise<void>
  /** Presses the first button, moves the hand in some steps, and lets go. */
  drag(from: Point, to: Point): Promise<void>
  /** Keys by their X names, one after the other: `key('Tab', 'Return')`, `key('alt+shift+k')`. */
  key(...keys: readonly string[]): Promise<void>
  type(text: string): Promise<void>
  /** Saves a PNG of the whole screen, prompts and popups included. */
  screenshot(path: string): void
  /** Ids of the visible windows whose title matches. */
  windows(title: string): string[]
  /** Where the visible window is whose title matches; null where there is none. */
  place(title: string): Bounds | null
  /** Where the topmost small window is: a menu, a prompt, a bubble; null where there is none. */
  bubble(): Bounds | null
  /** Presses the notification on the screen, and in it the button with that label. Only with `notifications`. */
  pressNotification(label: string): Promise<void>
  stop(): Promise<void>
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A browser window is wider, in pixels. */
const LARGEST_BUBBLE = 640
/** In the topmost of the notifications, from its top in pixels. */
const NOTIFICATION_Y = 20
/** Long enough for a window to react to what a hand did, in milliseconds. */
const REACTION_MS = 120
const DRAG_STEPS = 10
/** One picture of a screen. */
const DRAG_STEP_MS = 16

/** Starts Xvfb and openbox; with `notifications`, a session bus and a notification daemon too. */
export async function startScreen({ width = 1280, height = 800, notifications = false } = {}): Promise<Screen> {
  const xvfb = run(['Xvfb', '-displayfd', '1', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac'])
  const display = await xvfb.firstLine((line) => (/^\d+$/.test(line) ? `:${line}` : null))
  const env: Record<string, string> = { DISPLAY: display }
  const manager = run(['openbox', '--sm-disable'], { env })
  const started: { stop(): Promise<void> }[] = [manager, xvfb]
  let daemon: NotificationDaemon | null = null
  if (notifications) {
    const bus = run(['dbus-daemon', '--session', '--nofork', '--print-address=1'], { env })
    env.DBUS_SESSION_BUS_ADDRESS = await bus.firstLine((line) => (line.startsWith('unix:') ? line : null))
    daemon = startNotificationDaemon(env)
    started.unshift(daemon, bus)
  }
  const tool = (...args: readonly string[]) =>
    execFileSync('xdotool', args, { env: { ...process.env, ...env }, encoding: 'utf8' })
  const windows = (title: string): string[] => {
    try {
      return tool('search', '--onlyvisible', '--name', title).trim().split('\n').filter(Boolean)
    } catch {
      return []
    }
  }
  const act = async (...args: readonly string[]) => {
    tool(...args)
    await sleep(REACTION_MS)
  }
  const place = (title: string): Bounds | null => {
    const id = windows(title).at(-1)
    return id === undefined ? null : boundsOf(tool('getwindowgeometry', '--shell', id))
  }
  await waitUntil('the window manager is there', () => manager.child.exitCode === null && tool('getdisplaygeometry') !== '')
  return {
    env,
    click: (x, y, button = 1) => act('mousemove', String(x), String(y), 'click', String(button)),
    move: (x, y) => act('mousemove', String(x), String(y)),
    async drag(from, to) {
      await act('mousemove', String(from.x), String(from.y))
      await act('mousedown', '1')
      for (let step = 1; step <= DRAG_STEPS; step++) {
        const along = (one: number, other: number) => String(Math.round(one + ((other - one) * step) / DRAG_STEPS))
        tool('mousemove', along(from.x, to.x), along(from.y, to.y))
        await sleep(DRAG_STEP_MS)
      }
      await act('mouseup', '1')
    },
    key: async (...keys) => {
      for (const key of keys) await act('key', '--clearmodifiers', key)
    },
    type: (text) => act('type', '--delay', '20', text),
    screenshot(path) {
      execFileSync('import', ['-window', 'root', path], { env: { ...process.env, ...env } })
    },
    windows,
    place,
    async pressNotification(label) {
      daemon?.choose(label)
      const { x, y, width } = await waitUntil('a notification is on the screen', () => place(NOTIFICATION_TITLE))
      await act('mousemove', String(x + width / 2), String(y + NOTIFICATION_Y), 'click', '1')
    },
    bubble() {
      // A window without a title, between a cursor and a whole browser in size.
      const ids = tool('search', '--onlyvisible', '--name', '^$|.*').trim().split('\n')
      const bounds = ids.map((id) => boundsOf(tool('getwindowgeometry', '--shell', id)))
      return bounds.filter(({ width, height }) => width > 50 && height > 20 && width <= LARGEST_BUBBLE).at(-1) ?? null
    },
    async stop() {
      for (const program of started) await program.stop()
    },
  }
}

/** From `WINDOW=1\nX=10\nY=10\nWIDTH=100\nHEIGHT=100`. */
function boundsOf(shell: string): Bounds {
  const of = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)`, 'm').exec(shell)?.[1] ?? 0)
  return { x: of('X'), y: of('Y'), width: of('WIDTH'), height: of('HEIGHT') }
}
