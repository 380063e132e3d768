import { isSvgRoot, makeForeignObject } from './htmlElements'

/** A place in the document where the host may stand, and how to take it away from there. */
export interface Home {
  attach(host: HTMLElement): void
  /** The node the host is a child of while it is at home. */
  readonly parent: () => Element | null
  leave(): void
}

/**
 * Where the host may stand, best first. The root element is cleared least often, `body` next; the deepest first
 * child is for pages that clear both of what they do not know.
 */
export function homesIn(document: Document): readonly Home[] {
  const root = document.documentElement
  if (isSvgRoot(root)) return [foreignHome(document)]
  return [
    elementHome(() => document.documentElement),
    elementHome(() => document.body ?? document.documentElement),
    elementHome(() => deepest(document)),
  ]
}

function elementHome(find: () => Element): Home {
  let parent: Element | null = null
  return {
    attach(host) {
      parent = find()
      parent.append(host)
    },
    parent: () => parent,
    leave: () => undefined,
  }
}

function foreignHome(document: Document): Home {
  const wrapper = makeForeignObject(document)
  return {
    attach(host) {
      wrapper.append(host)
      document.documentElement.append(wrapper)
    },
    parent: () => wrapper,
    leave: () => wrapper.remove(),
  }
}

/** Elements whose children are not shown. */
const CHILDLESS = new Set(
  'area audio base br canvas embed frame head hr iframe img input link meta object script select style svg template textarea title video'.split(
    ' ',
  ),
)

function deepest(document: Document): Element {
  let element: Element = document.body ?? document.documentElement
  for (;;) {
    const next = [...element.children].find((child) => !CHILDLESS.has(child.localName))
    if (next === undefined) return element
    element = next
  }
}
