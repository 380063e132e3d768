import { For, type JSX } from 'solid-js'
import type { Edges } from './geometry'

const HANDLES: readonly Edges[] = [
  { top: true },
  { bottom: true },
  { left: true },
  { right: true },
  { top: true, left: true },
  { top: true, right: true },
  { bottom: true, left: true },
  { bottom: true, right: true },
]

/** Edges and corners for the pointer; the keyboard has Shift and the arrow keys. */
export function ResizeHandles(props: { readonly onGrab: (edges: Edges, event: PointerEvent) => void }): JSX.Element {
  return (
    <For each={HANDLES}>
      {(edges) => (
        <div
          class={`handle ${Object.keys(edges)
            .map((edge) => `handle-${edge}`)
            .join(' ')}`}
          aria-hidden="true"
          on:pointerdown={(event) => {
            event.stopPropagation()
            props.onGrab(edges, event)
          }}
        />
      )}
    </For>
  )
}
