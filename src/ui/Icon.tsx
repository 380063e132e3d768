import { createMemo, type JSX } from 'solid-js'
import { ICONS, type IconName } from './icons'

const drawings = new Map<IconName, Element>()

function drawing(name: IconName): Node {
  let known = drawings.get(name)
  if (!known) {
    // Gaps between its parts would be text of the button around it.
    const compact = ICONS[name].replaceAll(/>\s+</g, '><')
    known = new DOMParser().parseFromString(compact, 'image/svg+xml').documentElement
    drawings.set(name, known)
  }
  return document.importNode(known, true)
}

/** A drawing, 20 px by default, in the colour of the text around it. Never the only carrier of a meaning. */
export function Icon(props: { readonly name: IconName; readonly small?: boolean }): JSX.Element {
  const svg = createMemo(() => drawing(props.name))
  return (
    <span class="icon" classList={{ 'icon-small': props.small ?? false }} aria-hidden="true">
      {svg()}
    </span>
  )
}
