import { type Accessor, createSignal, type JSX, onCleanup, onMount } from 'solid-js'

const SECOND_MS = 1000

/** The time, told once a second while somebody looks. */
export function createNow(): Accessor<number> {
  const [now, setNow] = createSignal(Date.now())
  let clock: ReturnType<typeof setInterval> | undefined
  onMount(() => {
    clock = setInterval(() => setNow(Date.now()), SECOND_MS)
  })
  onCleanup(() => clearInterval(clock))
  return now
}

/** Milliseconds as `4:07` or `1:04:07`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS))
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const rest = two(seconds % 60)
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`
}

/** How long the call has been; `0:00` before the first connection. */
export function Timer(props: { readonly since: number | null }): JSX.Element {
  const now = createNow()
  return (
    <span role="timer" class="timer">
      {formatDuration(props.since === null ? 0 : now() - props.since)}
    </span>
  )
}
