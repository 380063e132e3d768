import { MAX_QUEUED_CHARACTERS, MAX_QUEUED_MESSAGES } from './limits'

type Step = () => void | Promise<void>

/**
 * The queue of one connection: steps run one after the other in the order they came, at once while none of them
 * waits for anything. Bounded in number and size; closed, it runs nothing more.
 */
export class Lane {
  readonly #waiting: { readonly step: Step; readonly characters: number }[] = []
  #characters = 0
  #busy = false
  #closed = false

  /** A step is waiting for something. */
  get busy(): boolean {
    return this.#busy
  }

  /** False where the lane is full or closed: the step will not run. */
  push(step: Step, characters: number): boolean {
    if (this.#closed || this.#waiting.length >= MAX_QUEUED_MESSAGES) return false
    if (this.#characters + characters > MAX_QUEUED_CHARACTERS) return false
    this.#waiting.push({ step, characters })
    this.#characters += characters
    this.#run()
    return true
  }

  /** Steps not yet begun never run. */
  close(): void {
    this.#closed = true
    this.#waiting.length = 0
    this.#characters = 0
  }

  #run(): void {
    while (!this.#busy) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#characters -= next.characters
      this.#busy = true
      let waits = false
      try {
        const pending = next.step()
        waits = pending instanceof Promise
        if (pending instanceof Promise) void pending.finally(() => this.#resume())
      } finally {
        if (!waits) this.#busy = false
      }
    }
  }

  #resume(): void {
    this.#busy = false
    this.#run()
  }
}
