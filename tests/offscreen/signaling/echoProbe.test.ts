import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EchoMessage, makeEcho, readEcho } from '../../../src/offscreen/signaling/echo.ts'
import { EchoProbe } from '../../../src/offscreen/signaling/echoProbe.ts'

const ME = 'me'

describe('an echo', () => {
  it('is known when it comes back from oneself, and only then', () => {
    const sent = makeEcho(ME, 'n1')
    expect(sent.dst).toBe(ME)
    expect(readEcho({ ...sent, src: ME }, ME)).toBe('n1')
    expect(readEcho({ ...sent, src: 'other' }, ME)).toBeNull()
    expect(readEcho({ ...sent, src: ME, type: 'ANSWER' }, ME)).toBeNull()
    for (const junk of [null, 'x', 7, {}, { type: 'CANDIDATE', src: ME, payload: null }]) expect(readEcho(junk, ME)).toBeNull()
  })
})

describe('the probe', () => {
  let sent: EchoMessage[]
  let probe: EchoProbe
  let nonces: number
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000 })
    sent = []
    nonces = 0
    const randomId = (): string => `nonce${nonces++}`
    probe = new EchoProbe({ localId: ME, send: (message) => sent.push(message), randomId, now: Date.now })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const back = (message: EchoMessage | undefined) => probe.receive({ ...message, src: ME })

  it('knows the shortest of the last eight round trips, whatever a busy machine made of the others', () => {
    expect(probe.leastRoundTripMs).toBeNull()
    for (const ms of [80, 20, 900, 30, 400, 60, 50, 70, 40]) {
      probe.ask()
      vi.advanceTimersByTime(ms)
      back(sent.at(-1))
    }
    expect(probe.leastRoundTripMs).toBe(20)
    probe.ask()
    vi.advanceTimersByTime(90)
    back(sent.at(-1))
    expect(probe.leastRoundTripMs).toBe(30)
    expect(probe.roundTripMs).toBe(90)
  })

  it('knows the round trip', () => {
    probe.ask()
    vi.advanceTimersByTime(80)
    expect(back(sent[0])).toEqual({ isEcho: true, heard: true })
    expect(probe.roundTripMs).toBe(80)
  })

  it('takes an echo that comes after others were asked for: a round trip may be longer than the pause between two', () => {
    probe.ask()
    vi.advanceTimersByTime(200)
    probe.ask()
    vi.advanceTimersByTime(200)
    expect(back(sent[0]).heard).toBe(true)
    expect(probe.roundTripMs).toBe(400)
  })

  it('takes no echo twice, and none that was never asked for', () => {
    probe.ask()
    back(sent[0])
    expect(back(sent[0])).toEqual({ isEcho: true, heard: false })
    expect(probe.receive({ ...makeEcho(ME, 'forged'), src: ME })).toEqual({ isEcho: true, heard: false })
  })

  it('says when nothing comes back, after thrice the round trip that it knows', () => {
    probe.ask()
    vi.advanceTimersByTime(200)
    back(sent[0])
    const onDead = vi.fn()
    probe.prove(onDead)
    vi.advanceTimersByTime(599)
    expect(onDead).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(onDead).toHaveBeenCalledOnce()
  })

  it('says nothing when it comes back, and asks once however often it is asked', () => {
    const onDead = vi.fn()
    probe.prove(onDead)
    probe.prove(onDead)
    expect(sent).toHaveLength(1)
    back(sent[0])
    vi.advanceTimersByTime(60_000)
    expect(onDead).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('can be asked again after a lost one', () => {
    probe.ask()
    probe.reset()
    const onDead = vi.fn()
    probe.prove(onDead)
    expect(sent).toHaveLength(2)
    vi.advanceTimersByTime(2_500)
    expect(onDead).toHaveBeenCalledOnce()
    probe.prove(onDead)
    expect(sent).toHaveLength(3)
    probe.reset()
  })
})
