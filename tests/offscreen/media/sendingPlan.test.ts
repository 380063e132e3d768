import { describe, expect, it } from 'vitest'
import { planned } from '../../../src/offscreen/media/senderControl'
import { type SendingSituation, sendingPlan, VOICE_BITRATE } from '../../../src/offscreen/media/sendingPlan'

const ALONE: SendingSituation = {
  line: 'tabcall',
  stage: 'full',
  camera: true,
  firstPicture: false,
  viewed: { camera: true, share: true },
  share: null,
}
const SHARE: SendingSituation['share'] = {
  hint: 'detail',
  picture: true,
  sound: true,
  music: false,
  musicBitrate: 256,
}

describe('what each slot sends', () => {
  it('a voice that nothing takes anything from', () => {
    for (const stage of ['full', 'lean', 'noCamera', 'noPictures'] as const) {
      const { microphone } = sendingPlan({ ...ALONE, stage, viewed: { camera: false, share: false } })
      expect(microphone).toMatchObject({ active: true, maxBitrate: VOICE_BITRATE, priority: 'high' })
    }
  })

  it('music at the bit rate the sender chose, whatever gives way', () => {
    for (const musicBitrate of [128, 256, 510] as const) {
      const plan = sendingPlan({ ...ALONE, stage: 'noPictures', share: { ...SHARE, music: true, musicBitrate } })
      expect(plan.shareSound).toMatchObject({ active: true, maxBitrate: musicBitrate * 1000, priority: 'high' })
    }
  })

  it('text sharp, film fluid', () => {
    expect(sendingPlan({ ...ALONE, share: SHARE }).sharePicture).toMatchObject({
      degradationPreference: 'maintain-resolution',
      maxFramerate: null,
    })
    expect(sendingPlan({ ...ALONE, share: { ...SHARE, hint: 'motion' } }).sharePicture).toMatchObject({
      degradationPreference: 'maintain-framerate',
      maxFramerate: 30,
    })
  })

  it('the first picture of a share small, so that it is there soon', () => {
    for (const hint of ['detail', 'motion'] as const) {
      const scales = [true, false].map(
        (first) => sendingPlan({ ...ALONE, share: { ...SHARE, hint }, firstPicture: first }).sharePicture,
      )
      expect(scales.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([3, 1])
    }
  })

  it('nothing that nobody looks at', () => {
    const plan = sendingPlan({ ...ALONE, share: SHARE, viewed: { camera: false, share: false } })
    expect([plan.camera.active, plan.sharePicture.active]).toEqual([false, false])
    expect([plan.microphone.active, plan.shareSound.active]).toEqual([true, true])
  })

  it('nothing that is not there, for it would be given its part of the line', () => {
    const plan = sendingPlan({ ...ALONE, camera: false })
    expect(plan.camera.active).toBe(false)
    // Black is sent to a plain client in the place of a camera.
    expect(sendingPlan({ ...ALONE, camera: false, line: 'plain' }).camera.active).toBe(true)
  })

  it('less camera beside a share, and none when it gives way', () => {
    const alone = sendingPlan(ALONE).camera.maxBitrate ?? 0
    const beside = sendingPlan({ ...ALONE, share: SHARE }).camera.maxBitrate ?? 0
    expect(beside).toBeLessThan(alone)
    const paused = sendingPlan({ ...ALONE, share: SHARE, stage: 'noCamera' })
    expect([paused.camera.active, paused.sharePicture.active]).toEqual([false, true])
    const none = sendingPlan({ ...ALONE, share: SHARE, stage: 'noPictures' })
    expect([none.camera.active, none.sharePicture.active]).toEqual([false, false])
  })

  it('to a plain client: the share in the place of the camera, whether it says that it looks or not', () => {
    const plain: SendingSituation = { ...ALONE, line: 'plain', viewed: { camera: false, share: false } }
    expect(sendingPlan(plain).camera).toMatchObject({ active: true, degradationPreference: 'balanced' })
    expect(sendingPlan({ ...plain, share: SHARE }).camera).toMatchObject({
      active: true,
      degradationPreference: 'maintain-resolution',
    })
    expect(sendingPlan({ ...plain, share: SHARE }).microphone.maxBitrate).toBeGreaterThan(VOICE_BITRATE)
  })
})

describe('parameters of a sender', () => {
  const parameters: RTCRtpSendParameters = {
    transactionId: '1',
    codecs: [],
    headerExtensions: [],
    rtcp: {},
    encodings: [{ active: true, maxBitrate: 1, maxFramerate: 5, scaleResolutionDownBy: 4 }],
  }

  it('forget former limits that are no longer asked for', () => {
    const plan = sendingPlan({ ...ALONE, share: SHARE }).sharePicture
    expect(planned(parameters, plan).encodings).toEqual([
      { active: true, priority: 'medium', networkPriority: 'medium', maxBitrate: plan.maxBitrate, scaleResolutionDownBy: 1 },
    ])
  })

  it('keep their transaction and everything else of the sender', () => {
    const result = planned(parameters, sendingPlan(ALONE).microphone)
    expect(result).toMatchObject({ transactionId: '1', codecs: [] })
    expect(result).not.toHaveProperty('degradationPreference')
  })
})
