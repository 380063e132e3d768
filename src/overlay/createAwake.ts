import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Controls stay this long after a change, a touch or the last key. */
const AWAKE_MS = 2_000

export interface Awake {
  /** Whether the controls are shown. */
  readonly awake: Accessor<boolean>
  stir(): void
}

/** Shows the controls while the pointer is here, and for a while after anything has happened. */
export function createAwake(onAppear: () => void): Awake {
  const [inside, setInside] = createSignal(false)
  const [stirred, setStirred] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  const life = new AbortController()
  const { signal } = life
  const awake = (): boolean => inside() || stirred()

  function wake(change: () => void): void {
    const before = awake()
    change()
    if (!before && awake()) onAppear()
  }

  function stir(): void {
    clearTimeout(timer)
    timer = setTimeout(() => setStirred(false), AWAKE_MS)
    wake(() => setStirred(true))
  }

  const root = document.documentElement
  root.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && wake(() => setInside(true)), { signal })
  root.addEventListener('pointerleave', () => setInside(false), { signal })
  for (const type of ['pointerdown', 'keydown', 'focusin']) document.addEventListener(type, stir, { signal })
  onCleanup(() => {
    life.abort()
    clearTimeout(timer)
  })
  return { awake, stir }
}
