import { createUniqueId, type JSX, Show } from 'solid-js'

/** On or off, at once. What is shown is what is so: it moves when the change came back. The whole row can be clicked. */
export function Switch(props: {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly description?: string | undefined
  readonly disabled?: boolean | undefined
}): JSX.Element {
  const id = createUniqueId()
  return (
    <div class="switch-row">
      <label class="switch-label" for={`switch-${id}`}>
        {props.label}
        <Show when={props.description}>
          {(description) => (
            <span class="soft switch-description" id={`about-${id}`}>
              {description()}
            </span>
          )}
        </Show>
      </label>
      <button
        id={`switch-${id}`}
        type="button"
        role="switch"
        class="switch"
        aria-label={props.label}
        aria-describedby={props.description ? `about-${id}` : undefined}
        aria-checked={props.checked}
        disabled={props.disabled}
        onClick={() => props.onChange(!props.checked)}
      />
    </div>
  )
}
