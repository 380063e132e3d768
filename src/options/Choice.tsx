import { createUniqueId, For, type JSX } from 'solid-js'

/** One of a few. */
export function Choice<Value extends string | number>(props: {
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}): JSX.Element {
  const id = createUniqueId()
  return (
    <div class="setting">
      <label for={`choice-${id}`}>{props.label}</label>
      <select
        id={`choice-${id}`}
        class="select"
        onChange={(event) => {
          const chosen = props.choices[event.currentTarget.selectedIndex]
          if (chosen) props.onChange(chosen.value)
        }}
      >
        <For each={props.choices}>
          {(choice) => (
            <option value={choice.value} selected={choice.value === props.value}>
              {choice.label}
            </option>
          )}
        </For>
      </select>
    </div>
  )
}
