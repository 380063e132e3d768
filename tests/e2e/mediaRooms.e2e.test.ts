import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MediaPage, openMediaPage } from '../offscreen/page/browser'

let media: MediaPage

beforeAll(async () => {
  media = await openMediaPage()
})
afterAll(async () => {
  await media.close()
})

it('opens, mutes and releases real devices', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.devices())
  expect(seen.acquired).toBe(true)
  expect(seen.echo).toBe(true)
  expect(seen.muted).toEqual({ state: 'off', live: 'live', enabled: false })
  expect(seen.off).toEqual({ state: 'off', track: null, former: 'ended' })
  expect(seen.again).toEqual({ state: 'on', live: 'live', size: 720 })
  expect(seen.released).toEqual(['ended', 'ended', 'off', 'off'])
  expect(seen.late).toEqual([null, null])
})

it('sends camera, shared picture and stereo sound; what nobody looks at stands still and is back at once', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.call())
  expect(seen.cameraMs).toBeLessThan(5_000)
  expect(seen.shareMs).toBeLessThan(2_000)
  // 1 kHz left, 2 kHz right, 30 dB and more apart.
  const [left1k = 0, left2k = 0] = seen.tones?.left ?? []
  const [right1k = 0, right2k = 0] = seen.tones?.right ?? []
  expect(left1k).toBeGreaterThan(-30)
  expect(right2k).toBeGreaterThan(-30)
  expect(left1k - left2k).toBeGreaterThan(30)
  expect(right2k - right1k).toBeGreaterThan(30)
  expect(seen.still).toEqual(seen.before)
  expect(seen.cameraBackMs).toBeLessThan(1_000)
  expect(seen.shareBackMs).toBeLessThan(1_000)
  expect(seen.height).toBe(720)
  expect(seen.stillStopped).toEqual(seen.stopped)
  expect(seen.cameraOnMs).toBeLessThan(2_000)
  expect(seen.notices).toEqual([])
})

it('lowers music while the other speaks, and lets it rise again', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.ducking())
  const lowered = 20 * Math.log10(seen.during / seen.before)
  expect(lowered).toBeGreaterThan(-14)
  expect(lowered).toBeLessThan(-10)
  expect(Math.abs(20 * Math.log10(seen.after / seen.before))).toBeLessThan(1)
  expect(seen.loweredMs).toBeLessThan(600)
})

it('changes to another line without a silence, also where the other side does so later', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.changeOfLine())
  expect(seen.silentMs).toBeLessThan(300)
  expect(seen.after).toBeGreaterThan(0.01)
})

it('hands frames to those who look, two at most to one that does not answer', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.frames())
  expect(seen.running.acking).toBeGreaterThan(30)
  expect(seen.running.other).toBeGreaterThan(30)
  expect(seen.running.silent).toBe(2)
  expect(seen.stillHidden).toBe(seen.hidden)
  expect(seen.wanted).toEqual([{ remote: true, share: false }])
})

it('shows the pictures by a loopback connection where frames cannot be transferred', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.loopback())
  expect(seen.ms).toBeLessThan(5_000)
  expect(seen.stillPaused).toBe(seen.paused)
})

it('gives a plain client black, then the share in the place of the camera, and both sounds in one', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.plain())
  expect([seen.blackHeight, seen.shareHeight, seen.after]).toEqual([180, 720, 180])
  const [low = 0, high = 0, nothing = 0] = seen.tones?.left ?? []
  expect(low).toBeGreaterThan(-40)
  expect(high).toBeGreaterThan(-40)
  expect(nothing).toBeLessThan(-60)
  expect(seen.notices).toEqual(['shareReplacesCamera'])
})

it('sees within a second and a half that a line is silent, and never while silence is sent', async () => {
  const seen = await media.page.evaluate(() => window.scenarios.silence())
  expect(seen.whileSent).toEqual([])
  expect(seen.silentMs).toBeLessThan(2_000)
  expect(seen.seen).toMatchObject({ level: 'good', path: 'direct' })
})
