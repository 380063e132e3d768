import type { Notice, NoticeCode } from '../../messaging/snapshot'

/** More at once would not be read. */
const SHOWN = 3

/** What the person is told beside the state itself. The same thing is not said twice at a time. */
export class Notices {
  #notices: readonly Notice[] = []
  #nextKey = 1
  #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get list(): readonly Notice[] {
    return this.#notices
  }

  raise(code: NoticeCode): void {
    const others = this.#notices.filter((notice) => notice.code !== code)
    this.#notices = [...others, { key: this.#nextKey, code }].slice(-SHOWN)
    this.#nextKey += 1
    this.#onChange()
  }

  dismiss(key: number): void {
    this.#notices = this.#notices.filter((notice) => notice.key !== key)
    this.#onChange()
  }

  clear(): void {
    if (this.#notices.length === 0) return
    this.#notices = []
    this.#onChange()
  }
}
