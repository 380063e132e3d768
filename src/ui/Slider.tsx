import { createUniqueId, type JSX } from 'solid-js'

const STEPS = 100

/** A volume, 0 to 1. */
export function Slider(props: {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}): JSX.Element {
  const id = createUniqueId()
  return (
    <div class="slider-row">
      <label class="soft" for={`slider-${id}`}>
        {props.label}
      </label>
      <input
        id={`slider-${id}`}
        class="slider"
        type="range"
        min="0"
        max={STEPS}
        value={Math.round(props.value * STEPS)}
        onInput={(event) => props.onChange(event.currentTarget.valueAsNumber / STEPS)}
      />
    </div>
  )
}
