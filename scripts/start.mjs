// `npm start` opens Chromium with Tabcall; `npm start -- --pair` opens two, to call each other. Ctrl-C ends all of it.
// `--pair --camera` gives Alice the camera and microphone of this machine.
import { platform } from 'node:os'
import { resolve } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { findBrandedChrome, findChromium } from './setup/chromium.mjs'
import { writeCameraFile, writeMicrophoneFile } from './setup/fakeMedia.mjs'
import { ensureModules } from './setup/modules.mjs'
import { ensurePackages } from './setup/packages.mjs'
import { openBrowser, signalGroup } from './start/browser.mjs'
import { ensureServer } from './start/server.mjs'
import { serveWelcome } from './start/welcome.mjs'

const WINDOW = { width: 760, height: 820 }
/** Known by colour and tone. */
const PAIR = [
  { name: 'alice', rgb: [40, 90, 200], hertz: 440 },
  { name: 'bob', rgb: [200, 100, 40], hertz: 660 },
]
const BY_HAND = `To load Tabcall by hand: open chrome://extensions, turn on "Developer mode", press "Load unpacked" and choose ${resolve('dist')}`

const stops = []
let stopping = false

async function stop(code) {
  if (stopping) return
  stopping = true
  for (const end of stops.reverse()) await end()
  process.exit(code)
}

async function start({ pair, camera }) {
  ensureModules()
  const needsScreen = platform() === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  if (!needsScreen) ensurePackages('start')
  ensureBuild()
  if (needsScreen) {
    throw new Error(
      `There is no screen here, so no browser can be shown. On a machine with a screen run this again, or copy dist there. ${BY_HAND}. The signaling server alone: npm run server.`,
    )
  }
  const executable = findChromium()
  const branded = executable ? null : findBrandedChrome()
  if (!executable && !branded) {
    throw new Error(
      `No Chromium was found. Install one (Debian: apt install chromium; elsewhere: chromium.org/getting-involved/download-chromium), or set CHROMIUM to its path. ${BY_HAND}.`,
    )
  }
  if (process.env.TABCALL_SERVER) console.log(`Signaling server: ${process.env.TABCALL_SERVER} (TABCALL_SERVER)`)
  else {
    const server = await ensureServer('http://127.0.0.1:9000/')
    if (server) stops.push(() => signalGroup(server, 'SIGTERM'))
  }
  if (branded) {
    console.log(`Only ${branded} was found. Branded Chrome ignores --load-extension. ${BY_HAND}. Ctrl-C stops the server.`)
    return
  }
  const welcome = await serveWelcome()
  stops.push(() => welcome.close())
  const browsers = pair
    ? openPair(executable, welcome.url, camera)
    : [openBrowser({ executable, profile: 'default', url: welcome.url })]
  for (const browser of browsers) stops.push(() => browser.close())
  console.log(
    pair
      ? 'Two browsers are open, Alice on the left and Bob on the right. Press the Tabcall button in each: it shows the ID to type in the other.'
      : 'Chromium is open. Press the Tabcall button in its toolbar: it shows your ID. Profile: .cache/profiles/default',
  )
  console.log('Ctrl-C here closes everything; so does closing the browser.')
  await Promise.all(browsers.map((browser) => browser.ended))
  await stop(0)
}

/** Two browsers cannot open one camera, and hearing each other by the same microphone they would howl: films and tones stand in. */
function openPair(executable, url, camera) {
  console.log(
    camera
      ? 'Alice has your camera and microphone (put on headphones), Bob a film and a tone in their place.'
      : 'Both have a film and a tone in place of camera and microphone; with --pair --camera Alice has yours.',
  )
  return PAIR.map(({ name, rgb, hertz }, index) => {
    const flags = [`--window-position=${index * WINDOW.width},0`, `--window-size=${WINDOW.width},${WINDOW.height}`]
    if (!camera || index > 0) {
      const film = resolve('.cache', 'fake', `${name}.y4m`)
      const tone = resolve('.cache', 'fake', `${name}.wav`)
      writeCameraFile(film, { rgb })
      writeMicrophoneFile(tone, { hertz, level: 0.2 })
      flags.push(
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
        `--use-file-for-fake-audio-capture=${tone}`,
      )
    }
    return openBrowser({ executable, profile: name, url, flags })
  })
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))
start({ pair: process.argv.includes('--pair'), camera: process.argv.includes('--camera') }).catch((error) => {
  console.error(error.message)
  void stop(1)
})
