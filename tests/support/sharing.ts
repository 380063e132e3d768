import type { Page } from 'playwright-core'
import type { Tabcall } from './browser.ts'
import type { TestPage } from './pages.ts'
import { SAMPLE_RATE } from './sound.ts'

declare global {
  interface Window {
    /** Of `musicPage`: plays these frequencies (0 is silence) at these levels (0 to 1) from now on. */
    playTones(left: number, right: number, level?: number): void
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

/** The longest time without sound, in milliseconds, in what was a steady tone. */
export function longestGap(samples: Float32Array): number {
  const block = SAMPLE_RATE / 1000
  const levels: number[] = []
  for (let start = 0; start + block <= samples.length; start += block) {
    let peak = 0
    for (let index = start; index < start + block; index++) peak = Math.max(peak, Math.abs(samples[index] ?? 0))
    levels.push(peak)
  }
  const usual = [...levels].sort((a, b) => a - b)[Math.floor(levels.length / 2)] ?? 0
  let longest = 0
  let run = 0
  for (const level of levels) {
    run = level < usual / 10 ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
