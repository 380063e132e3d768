/** Draws assets/icon.svg into public/icons at every size, in colour and in the grey of "offline". */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import { findChromium } from './setup/chromium.mjs'

const SIZES = [16, 32, 48, 128]
const GREY = '#6b7280'

const drawing = await readFile('assets/icon.svg', 'utf8')
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
const page = await browser.newPage()
await mkdir('public/icons', { recursive: true })
for (const [suffix, svg] of [
  ['', drawing],
  ['offline-', drawing.replaceAll('#1b8552', GREY)],
] as const) {
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
    await writeFile(`public/icons/icon-${suffix}${size}.png`, await page.screenshot({ omitBackground: true }))
  }
}
await browser.close()
