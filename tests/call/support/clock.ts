/** Virtual time: what is due runs in order, ties in the order they were made. A binary heap, since worlds are run by the thousand. */
export class Clock {
  now: number
  #heap: Due[] = []
  #made = 0

  constructor(now: number) {
    this.now = now
  }

  after(ms: number, run: () => void): { cancel(): void } {
    const due: Due = { at: this.now + ms, order: this.#made++, run }
    this.#push(due)
    return {
      cancel() {
        due.run = null
      },
    }
  }

  /** Runs until nothing is due any more, or until `ms` have gone by. */
  run(ms: number): void {
    const until = this.now + ms
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      this.#pop()
      if (next.run === null) continue
      this.now = next.at
      next.run()
    }
    this.now = until
  }

  #push(due: Due): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(due)
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isBefore(due, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = due
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      if (left === undefined) break
      const rightFirst = right !== undefined && isBefore(right, left)
      const child = rightFirst ? right : left
      if (!isBefore(child, last)) break
      heap[at] = child
      at = 2 * at + (rightFirst ? 2 : 1)
    }
    heap[at] = last
  }
}

interface Due {
  readonly at: number
  readonly order: number
  run: (() => void) | null
}

function isBefore(one: Due, other: Due): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
