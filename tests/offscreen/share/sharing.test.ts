import { beforeEach, describe, expect, it } from 'vitest'
import type { FakeTrack } from '../fakes'
import { audio, makeSharingRig, type SharingRig, video } from './sharingRig'

let rig: SharingRig
beforeEach(() => {
  rig = makeSharingRig()
})

describe('sharing music', () => {
  it('sends sound alone, and the picture when asked', async () => {
    rig.startMusic()
    const picture = video()
    await rig.asked[0]?.give(picture, audio())
    expect(rig.sharing.share).toMatchObject({ source: 'music', picture: false, sound: true, title: 'Radio' })
    expect(rig.sharing.pictureTrack).toBeNull()
    expect(rig.sharing.soundTrack?.label).toBe('sound')
    expect(rig.sharing.soundTrack?.contentHint).toBe('music')
    expect(picture.readyState).toBe('live')
  })

  it('stays audible to its owner at the volume they choose', async () => {
    rig.sharing.setMonitorVolume(0.4)
    rig.startMusic()
    await rig.asked[0]?.give(video(), audio())
    expect(rig.monitors[0]?.volume).toBe(0.4)
    rig.sharing.setMonitorVolume(0)
    expect(rig.monitors[0]?.volume).toBe(0)
    rig.sharing.stop()
    expect(rig.monitors[0]?.closed).toBe(true)
  })

  it('that is not heard for five seconds says so, once', async () => {
    rig.startMusic()
    await rig.asked[0]?.give(video(), audio())
    await rig.clock.advance(4_000)
    expect(rig.notices).toEqual([])
    await rig.clock.advance(10_000)
    expect(rig.notices).toEqual(['shareNoSound'])
  })

  it('that is heard says nothing', async () => {
    rig.startMusic()
    await rig.asked[0]?.give(video(), audio())
    await rig.clock.advance(1_000)
    for (const monitor of rig.monitors) monitor.loudness = 0.1
    await rig.clock.advance(10_000)
    expect(rig.notices).toEqual([])
  })
})

describe('a tab that its overlay captures', () => {
  const share = () =>
    rig.sharing.startTab({ from: { by: 'overlay', capture: 'c' }, source: 'music', tabId: 7, title: '', hint: 'detail' })
  let sound: FakeTrack
  let left: boolean
  let stopped: boolean
  beforeEach(() => {
    sound = audio()
    left = false
    stopped = false
    rig.carried = {
      picture: null,
      sound,
      endedBecause: () => (left ? 'shareTabLeft' : 'shareEnded'),
      stop() {
        stopped = true
      },
    }
  })

  it('has its sound sent, and is told to stop', async () => {
    await share()
    expect(rig.sharing.soundTrack).toBe(sound)
    rig.sharing.stop()
    expect(stopped).toBe(true)
  })

  it('says that the page was left, unless the tab itself is gone', async () => {
    for (const gone of [false, true]) {
      sound = audio()
      rig.carried = { ...rig.carried, sound }
      await share()
      left = true
      sound.lose()
      if (gone) rig.sharing.tabGone(7)
      await rig.clock.advance(1_000)
    }
    expect(rig.notices).toEqual(['shareTabLeft', 'shareTabClosed'])
  })
})

describe('what is in the picture', () => {
  it('follows the tab until the person chooses', async () => {
    rig.startMusic()
    const picture = video()
    await rig.asked[0]?.give(picture, audio())
    rig.sharing.tabMediaChanged(7, { hint: 'motion', music: null })
    expect([rig.sharing.share?.contentHint, picture.contentHint]).toEqual(['motion', 'motion'])
    rig.sharing.setHint('detail')
    rig.sharing.tabMediaChanged(7, { hint: 'motion', music: { title: 'Song', artist: null, artwork: null } })
    expect([rig.sharing.share?.contentHint, picture.contentHint]).toEqual(['detail', 'detail'])
    expect(rig.sharing.share?.music?.title).toBe('Song')
    rig.sharing.tabMediaChanged(99, { hint: 'detail', music: null })
    expect(rig.sharing.share?.music?.title).toBe('Song')
  })
})
