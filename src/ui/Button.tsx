import { type JSX, Show } from 'solid-js'
import { Icon } from './Icon'
import type { IconName } from './icons'

export type ButtonKind = 'call' | 'hangUp' | 'accent' | 'plain' | 'quiet'

export interface ButtonProps {
  /** The accessible name. Shown, unless `iconOnly`; then it is the tooltip too. */
  readonly label: string
  readonly onClick: () => void
  readonly icon?: IconName | undefined
  readonly iconOnly?: boolean | undefined
  readonly kind?: ButtonKind | undefined
  readonly round?: boolean | undefined
  readonly wide?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** Shown in the tooltip: `Alt+Shift+M`. */
  readonly shortcut?: string | undefined
  /** For a toggle button: the name never changes, this does. */
  readonly pressed?: boolean | undefined
  /** For a button that opens something beside it. */
  readonly expanded?: boolean | undefined
  readonly controls?: string | undefined
  readonly describedBy?: string | undefined
}

/** Every button of every view. */
export function Button(props: ButtonProps): JSX.Element {
  const tooltip = (): string | undefined => {
    if (props.shortcut) return `${props.label} (${props.shortcut})`
    return props.iconOnly ? props.label : undefined
  }
  return (
    <button
      type="button"
      class={`button button-${props.kind ?? 'plain'}`}
      classList={{
        'button-round': props.round ?? false,
        'button-icon': props.iconOnly ?? false,
        'button-wide': props.wide ?? false,
      }}
      aria-label={props.iconOnly ? props.label : undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-controls={props.expanded ? props.controls : undefined}
      aria-describedby={props.describedBy}
      title={tooltip()}
      disabled={props.disabled}
      onClick={() => props.onClick()}
    >
      <Show when={props.icon}>{(name) => <Icon name={name()} />}</Show>
      <Show when={!props.iconOnly}>
        <span class="button-label">{props.label}</span>
      </Show>
    </button>
  )
}
