import type { BrowserContext, Locator, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { ssim } from 'ssim.js'
import type { Tabcall } from './browser.ts'
import { median } from './median.ts'
import type { TestPage } from './pages.ts'
import { SAMPLE_RATE, toneLevel } from './sound.ts'
import { waitUntil } from './wait.ts'

/** A text page is compared at this size, as on a small laptop. */
export const TEXT_SIZE = { width: 1280, height: 800 } as const

/** Gives a tab's page exactly this size, by the size of its window: nothing is emulated. */
export async function resizePage(page: Page, width: number, height: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  try {
    const { windowId } = await session.send('Browser.getWindowForTarget')
    await waitUntil(`the page is ${width} × ${height}`, async () => {
      const inner = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
      if (inner.width === width && inner.height === height) return true
      const { bounds } = await session.send('Browser.getWindowBounds', { windowId })
      await session.send('Browser.setWindowBounds', {
        windowId,
        bounds: {
          width: (bounds.width ?? width) + width - inner.width,
          height: (bounds.height ?? height) + height - inner.height,
        },
      })
      await new Promise((resolve) => setTimeout(resolve, 200))
      return false
    })
  } finally {
    await session.detach()
  }
}

/** Code and prose in small letters, and nothing that moves. */
export function smallPrintPage(title: string): TestPage {
  const lines = Array.from(
    { length: 60 },
    (_, line) =>
      `<p>${line + 1}. The quick brown fox { jumps(over, ${line * 7919}); } the lazy dog — 0O1lI| ${'abc '.repeat(20)}</p>`,
  )
  return {
    body: `<!doctype html><html lang="en"><title>${title}</title><style>
html { background: #fdfdfb; color: #222 } body { margin: 12px; font: 13px/1.2 monospace; overflow: hidden; height: 776px }
p { margin: 0; white-space: nowrap } p:nth-child(7n) { color: #0550ae } p:nth-child(11n) { background: #fff8c5 }
</style>${lines.join('\n')}`,
  }
}

declare global {
  interface Window {
    /** Of `musicPage`: plays these frequencies (0 is silence) at these levels from now on. */
    playTones(left: number, right: number, level?: number): void
    /** Of `filmPage`. */
    stopFilm(): void
  }
}

/** A music player: a media session with title, artist and artwork, and tones that can be changed. */
export function musicPage(title: string, artist: string, tab = title): TestPage {
  return {
    body: `<!doctype html><html lang="en"><title>${tab}</title><style>html { background: teal }</style><script>
const context = new AudioContext()
const merger = new ChannelMergerNode(context, { numberOfInputs: 2 })
merger.connect(context.destination)
let playing = []
window.playTones = (left, right, level = 0.4) => {
  for (const node of playing) node.disconnect()
  playing = [left, right].flatMap((frequency, side) => {
    if (!frequency) return []
    const tone = new OscillatorNode(context, { frequency })
    const gain = new GainNode(context, { gain: level })
    tone.connect(gain).connect(merger, 0, side)
    tone.start()
    return [gain]
  })
}
const canvas = Object.assign(document.createElement('canvas'), { width: 256, height: 256 })
const pen = canvas.getContext('2d')
pen.fillStyle = 'rgb(200, 30, 120)'
pen.fillRect(0, 0, 256, 256)
navigator.mediaSession.metadata = new MediaMetadata({ title: ${JSON.stringify(title)}, artist: ${JSON.stringify(artist)},
  artwork: [{ src: canvas.toDataURL('image/png'), sizes: '256x256', type: 'image/png' }] })
playTones(1000, 2000)
</script><h1>${title}</h1>`,
  }
}

/** A film that fills the tab at 30 frames a second: each second it flashes white and beeps, in the same moment. */
export function filmPage(title: string): TestPage {
  return {
    body: `<!doctype html><html lang="en"><title>${title}</title><style>
html { background: black } body { margin: 0 } video { position: fixed; inset: 0; width: 100vw; height: 100vh; object-fit: fill }
</style><video muted autoplay playsinline></video><script>
const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 })
const pen = canvas.getContext('2d')
const video = document.querySelector('video')
video.srcObject = canvas.captureStream(30)
video.play()
const context = new AudioContext()
const gain = new GainNode(context, { gain: 0 })
const tone = new OscillatorNode(context, { frequency: 1000 })
tone.connect(gain).connect(context.destination)
tone.start()
const FLASH = 0.15
let next = Math.ceil(context.currentTime) + 1
// Seen and heard together: the picture is drawn when the sound leaves.
const heard = () => context.currentTime - context.outputLatency
let frame = 0
const timer = setInterval(() => {
  if (context.currentTime > next - 0.5) {
    gain.gain.setValueAtTime(0.5, next)
    gain.gain.setValueAtTime(0, next + FLASH)
    next++
  }
  const now = heard()
  const white = now >= 1 && now % 1 < FLASH
  frame++
  for (let x = 0; x < 1280; x += 160) {
    pen.fillStyle = white ? 'white' : 'hsl(' + ((x + frame * 7) % 240) + ' 60% 30%)'
    pen.fillRect(x, 0, 160, 720)
  }
  if (!white) {
    pen.fillStyle = 'hsl(30 80% 45%)'
    pen.beginPath()
    pen.arc((frame * 11) % 1280, 360 + 200 * Math.sin(frame / 20), 80, 0, 7)
    pen.fill()
  }
}, 1000 / 30)
window.stopFilm = () => { clearInterval(timer); video.pause() }
</script>`,
  }
}

const SHARED_ADDRESS = 'http://localhost/shared'

/** This machine's loopback is not seen from the emulated network: the page is handed over. */
export async function openShared(context: BrowserContext, { body }: TestPage): Promise<Page> {
  const page = await context.newPage()
  await page.route(SHARED_ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(SHARED_ADDRESS)
  await waitUntil('the page is there', () => page.evaluate(() => document.readyState === 'complete'))
  return page
}

/**
 * Shares a tab as a person does: the toolbar button on that tab, then a button of the popup. The popup may go as the
 * capture begins (the browser takes the focus), so what follows is asked of a `controls` page.
 */
export async function shareFromPopup(person: Tabcall, page: Page, what: 'Share this tab' | 'Share music'): Promise<void> {
  await closePopups(person)
  const popup = await person.popup(page)
  await popup.getByRole('button', { name: what }).click()
}

/** What the popup shows, in a tab of its own, which stays when the focus goes elsewhere. */
export function controls(person: Tabcall): Promise<Page> {
  return person.page(POPUP)
}

const POPUP = 'src/popup/index.html'

/** Closes popups, and pages of `controls`. */
export async function closePopups(person: Tabcall): Promise<void> {
  for (const open of person.context.pages()) if (open.url().startsWith(person.url(POPUP))) await open.close()
}

/** What a `<video>` shows now, at its own size. */
export async function grabFrame(video: Locator): Promise<PNG> {
  const url = await video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('no video')
    const canvas = document.createElement('canvas')
    canvas.width = element.videoWidth
    canvas.height = element.videoHeight
    canvas.getContext('2d')?.drawImage(element, 0, 0)
    return canvas.toDataURL('image/png')
  })
  return PNG.sync.read(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
}

/** How alike two pictures of one size are: 1 is the same (mean structural similarity). */
export function likeness(one: PNG, other: PNG): number {
  const image = ({ data, width, height }: PNG) => ({ data: new Uint8ClampedArray(data), width, height })
  return ssim(image(one), image(other)).mssim
}

export async function screenshotOf(page: Page): Promise<PNG> {
  return PNG.sync.read(await page.screenshot())
}

/**
 * The level of a tone as it is most of the time: the median over short pieces. One slip of the clock between capture and
 * speaker, inaudible, would spoil the measure over the whole.
 */
export function steadyToneLevel(samples: Float32Array, hertz: number): number {
  const piece = SAMPLE_RATE / 20
  const levels: number[] = []
  for (let start = 0; start + piece <= samples.length; start += piece) {
    levels.push(toneLevel(samples.subarray(start, start + piece), hertz))
  }
  return median(levels)
}

/** A tone with a lower peak is none. */
const LEAST_PEAK = 0.01

/**
 * The longest time without sound, in milliseconds, in what was a steady tone; of one frequency (whole kHz) among others.
 * @throws where half of it or more is silence.
 */
export function longestGap(samples: Float32Array, hertz?: number): number {
  const block = SAMPLE_RATE / 1000
  const levels: number[] = []
  for (let start = 0; start + block <= samples.length; start += block) {
    const piece = samples.subarray(start, start + block)
    levels.push(hertz === undefined ? peakOf(piece) : toneLevel(piece, hertz))
  }
  const usual = median(levels)
  if (usual < LEAST_PEAK) throw new Error(`No steady tone: ${usual}.`)
  let longest = 0
  let run = 0
  for (const level of levels) {
    run = level < usual / 10 ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
}
