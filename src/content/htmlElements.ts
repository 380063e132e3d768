/** HTML elements by namespace, since the page may be XML or SVG. */
const XHTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'

export function makeDiv(document: Document): HTMLElement {
  return document.createElementNS(XHTML, 'div')
}

export function makeIframe(document: Document): HTMLIFrameElement {
  const made = document.createElementNS(XHTML, 'iframe')
  if (!(made instanceof HTMLIFrameElement)) throw new TypeError('no iframe')
  return made
}

export function makeDialog(document: Document): HTMLDialogElement {
  const made = document.createElementNS(XHTML, 'dialog')
  if (!(made instanceof HTMLDialogElement)) throw new TypeError('no dialog')
  return made
}

/** What lets an HTML element stand in an SVG document. It takes no room: what is inside is in the top layer. */
export function makeForeignObject(document: Document): SVGForeignObjectElement {
  return document.createElementNS(SVG, 'foreignObject')
}

export function isSvgRoot(element: Element): boolean {
  return element.namespaceURI === SVG
}
