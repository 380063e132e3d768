import { createUniqueId, type JSX } from 'solid-js'

/** A titled part of the set-up or options page. */
export function Section(props: { readonly title: string; readonly id?: string; readonly children: JSX.Element }): JSX.Element {
  const id = props.id ?? `section-${createUniqueId()}`
  return (
    <section class="section">
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </section>
  )
}
