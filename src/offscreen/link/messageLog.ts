/** Messages of one call that may have to be said again; more than a call says before its channel opens. */
const KEPT = 10

/** What was lately said by signaling, oldest first. */
export class MessageLog {
  #texts: string[] = []

  sent(text: string): void {
    this.#texts.push(text)
    if (this.#texts.length > KEPT) this.#texts.shift()
  }

  recent(): readonly string[] {
    return this.#texts
  }
}
