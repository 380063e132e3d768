import type { JSX } from 'solid-js'
import { hueOf, initials } from './initials'

/** Initials on a colour of the ID: a stranger with a friend's name does not get the friend's colour. */
export function Avatar(props: { readonly id: string; readonly name: string | null; readonly large?: boolean }): JSX.Element {
  return (
    <span class="avatar" classList={{ 'avatar-large': props.large ?? false }} data-hue={hueOf(props.id)} aria-hidden="true">
      {initials(props.name, props.id)}
    </span>
  )
}
