import { describe, expect, it } from 'vitest'
import { createSenderControl, type SenderPlan } from '../../../src/offscreen/media/senderControl'
import { FakeTrack, settle } from '../fakes'

const PLAN: SenderPlan = {
  active: true,
  maxBitrate: 100_000,
  maxFramerate: null,
  scaleResolutionDownBy: null,
  priority: 'low',
  degradationPreference: null,
}

/** A sender that refuses parameters that were not the last ones read, as browsers do. */
function fakeSender() {
  let transaction = 0
  const log: string[] = []
  let track: MediaStreamTrack | null = null
  let encodings: RTCRtpEncodingParameters[] = [{ active: true }]
  return {
    log,
    /** Before a connection is negotiated a sender may have none. */
    withoutEncodings() {
      encodings = []
    },
    sender: {
      get track() {
        return track
      },
      getParameters: (): RTCRtpSendParameters => ({
        transactionId: String(++transaction),
        codecs: [],
        headerExtensions: [],
        rtcp: {},
        encodings,
      }),
      async setParameters(parameters: RTCRtpSendParameters, options?: RTCSetParameterOptions) {
        if (parameters.transactionId !== String(transaction)) throw new DOMException('stale', 'InvalidStateError')
        transaction++
        await settle()
        encodings = parameters.encodings
        if (options) log.push(JSON.stringify(options))
        else log.push(`${encodings[0]?.active ? 'active' : 'paused'} ${encodings[0]?.maxBitrate}`)
      },
      async replaceTrack(next: MediaStreamTrack | null) {
        await settle()
        track = next
        log.push(`track ${next?.label ?? 'none'}`)
      },
    },
  }
}

describe('a sender', () => {
  it('sends a whole picture when asked, once there is one, after what was wanted before', async () => {
    const { sender, log } = fakeSender()
    const control = createSenderControl(sender)
    control.sendKeyFrame()
    control.set(new FakeTrack('video', 'a'), PLAN)
    for (let turn = 0; turn < 5; turn++) await settle()
    control.set(new FakeTrack('video', 'b'), PLAN)
    control.sendKeyFrame()
    for (let turn = 0; turn < 5; turn++) await settle()
    expect(log).toEqual(['active 100000', 'track a', 'track b', '{"encodingOptions":[{"keyFrame":true}]}'])
  })

  it('has its parameters before its track', async () => {
    const { sender, log } = fakeSender()
    createSenderControl(sender).set(new FakeTrack('video', 'a'), PLAN)
    for (let turn = 0; turn < 5; turn++) await settle()
    expect(log).toEqual(['active 100000', 'track a'])
  })

  it('ends with what was asked last, whatever came quickly before', async () => {
    const { sender, log } = fakeSender()
    const control = createSenderControl(sender)
    for (let step = 1; step <= 20; step++)
      control.set(new FakeTrack('video', String(step)), { ...PLAN, maxBitrate: step, active: step % 2 === 0 })
    for (let turn = 0; turn < 20; turn++) await settle()
    expect(sender.track?.label).toBe('20')
    expect(log.at(-2)).toBe('active 20')
    // The steps in between are left out.
    expect(log.length).toBeLessThanOrEqual(4)
  })

  it('is left alone when nothing has changed', async () => {
    const { sender, log } = fakeSender()
    const control = createSenderControl(sender)
    const track = new FakeTrack('video', 'a')
    control.set(track, PLAN)
    for (let turn = 0; turn < 5; turn++) await settle()
    control.set(track, { ...PLAN })
    for (let turn = 0; turn < 5; turn++) await settle()
    expect(log).toHaveLength(2)
  })

  it('that is disposed gets nothing more', async () => {
    const { sender, log } = fakeSender()
    const control = createSenderControl(sender)
    control.dispose()
    control.set(new FakeTrack('video', 'a'), PLAN)
    await settle()
    expect(log).toEqual([])
  })

  it('without encodings still gets its track', async () => {
    const fake = fakeSender()
    fake.withoutEncodings()
    createSenderControl(fake.sender).set(new FakeTrack('video', 'a'), PLAN)
    for (let turn = 0; turn < 5; turn++) await settle()
    expect(fake.log).toEqual(['track a'])
  })
})
