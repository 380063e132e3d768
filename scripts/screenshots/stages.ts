import type { TestPage } from '../../tests/support/pages.ts'

const PARAGRAPH = `Slow rivers carve wide valleys, and the towns along them trade by boat. In spring the water rises to the
second step of the market hall, and everybody knows which one that is.`

/** A white page full of text and boxes, on which a call must still be found at once. */
export const BUSY_PAGE: TestPage = {
  body: `<!doctype html><html lang="en"><title>Rivers and their towns</title><style>
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: white; color: #222 }
header { padding: 20px 48px; border-bottom: 1px solid #ddd; font-weight: 700; font-size: 22px }
main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 24px; padding: 24px 48px }
figure { margin: 0 } i { display: block; height: 120px; border-radius: 6px; background: linear-gradient(120deg, #bcd, #e7d8b8) }
</style><header>Rivers and their towns</header><main>${`<figure><i></i><h2>Market day</h2><p>${PARAGRAPH}</p></figure>`.repeat(6)}</main>`,
}

/** A dark film scene that fills the page. */
export const DARK_FILM: TestPage = {
  body: `<!doctype html><html lang="en"><title>Night train</title><style>
html, body { height: 100%; margin: 0; background: radial-gradient(circle at 30% 40%, #2b3550, #0a0c12 60%, #000) }
p { position: fixed; bottom: 48px; left: 0; right: 0; text-align: center; color: #eee; font: 28px system-ui, sans-serif }
</style><p>— We will be there before it is light.</p>`,
}
