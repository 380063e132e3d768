import { beforeEach, describe, expect, it } from 'vitest'
import { audio, makeSharingRig, type SharingRig, video } from './sharingRig'

let rig: SharingRig
beforeEach(() => {
  rig = makeSharingRig()
})

describe('late and replaced captures', () => {
  it('stops at once what comes after stop', async () => {
    rig.startMusic()
    rig.sharing.stop()
    const tracks = [video(), audio()]
    await rig.asked[0]?.give(...tracks)
    expect(tracks.map((track) => track.readyState)).toEqual(['ended', 'ended'])
    expect(rig.sharing.share).toBeNull()
  })

  it('takes the last of two that were rig.asked for, in whatever order they come', async () => {
    rig.startMusic(1)
    rig.startMusic(2)
    const [first, second] = [audio('first'), audio('second')]
    await rig.asked[1]?.give(video(), second)
    await rig.asked[0]?.give(video(), first)
    expect(rig.sharing.soundTrack?.label).toBe('second')
    expect([first.readyState, second.readyState]).toEqual(['ended', 'live'])
  })

  it('replaces in place: the former tracks stop only when the new ones are told', async () => {
    rig.startMusic(1)
    const former = audio('former')
    await rig.asked[0]?.give(video(), former)
    const seen: string[] = []
    rig.sharing.onChange(() => seen.push(`${rig.sharing.soundTrack?.label} ${former.readyState}`))
    rig.startMusic(2)
    await rig.asked[1]?.give(video(), audio('next'))
    expect(seen).toEqual(['next live'])
    expect(former.readyState).toBe('ended')
    expect(rig.notices).toEqual([])
  })

  it('keeps what is shared when the picker is closed', async () => {
    rig.startMusic()
    await rig.asked[0]?.give(video(), audio())
    void rig.sharing.startDisplay()
    await rig.clock.advance(1_000)
    await rig.asked[1]?.refuse('NotAllowedError')
    expect(rig.sharing.share?.source).toBe('music')
    expect(rig.notices).toEqual(['shareCancelled'])
  })

  it('closes a picker that was left open when something else is shared, or the call is over', async () => {
    void rig.sharing.startDisplay()
    rig.startMusic()
    expect(rig.asked.map(({ how, closed }) => [how, closed])).toEqual([
      ['display', true],
      ['tab', false],
    ])
    await rig.asked[1]?.give(video(), audio())
    expect(rig.sharing.share?.source).toBe('music')
    void rig.sharing.startDisplay()
    rig.sharing.stop()
    expect(rig.asked[2]?.closed).toBe(true)
    expect(rig.notices).toEqual([])
  })

  it('ends what was chosen in the picker with its share', async () => {
    void rig.sharing.startDisplay()
    await rig.asked[0]?.give(audio())
    expect(rig.asked[0]?.closed).toBe(false)
    rig.sharing.stop()
    expect(rig.asked[0]?.closed).toBe(true)
  })

  it('captures a tab once: music and page are two ways to send it', async () => {
    rig.startMusic()
    await rig.asked[0]?.give(audio())
    await rig.sharing.startTab({ from: { by: 'present' }, source: 'tab', tabId: 7, title: 'Radio', hint: 'motion' })
    expect(rig.asked).toHaveLength(1)
    expect(rig.sharing.share?.source).toBe('tab')
    // Silence is worth a word where music was promised, no longer here.
    await rig.clock.advance(10_000)
    expect(rig.notices).toEqual([])
  })

  it('takes what was pressed last while the tab is being captured', async () => {
    void rig.sharing.startTab({ from: { by: 'stream', streamId: 's' }, source: 'tab', tabId: 7, title: 'Radio', hint: 'detail' })
    void rig.sharing.startTab({ from: { by: 'present' }, source: 'music', tabId: 7, title: 'Radio', hint: 'detail' })
    await rig.asked[0]?.give(audio())
    expect(rig.asked).toHaveLength(1)
    expect(rig.sharing.share?.source).toBe('music')
  })

  it('says so when the tab that should be captured already is not', async () => {
    void rig.sharing.startTab({ from: { by: 'present' }, source: 'tab', tabId: 7, title: 'Radio', hint: 'detail' })
    expect(rig.notices).toEqual(['shareRefused'])
  })
})

describe('what goes wrong', () => {
  it('a refused tab', async () => {
    rig.startMusic()
    await rig.asked[0]?.refuse('NotAllowedError')
    expect(rig.notices).toEqual(['shareRefused'])
    expect(rig.sharing.share).toBeNull()
  })

  it('a policy by which no picker opens', async () => {
    void rig.sharing.startDisplay()
    await rig.asked[0]?.refuse('NotAllowedError')
    expect(rig.notices).toEqual(['shareForbidden'])
  })

  it('a capture that the browser ends', async () => {
    void rig.sharing.startTab({ from: { by: 'stream', streamId: 's' }, source: 'music', tabId: 7, title: '', hint: 'detail' })
    const [picture, sound] = [video(), audio()]
    await rig.asked[0]?.give(picture, sound)
    picture.lose()
    sound.lose()
    expect(rig.sharing.share).toBeNull()
    await rig.clock.advance(1_000)
    expect(rig.notices).toEqual(['shareEnded'])
  })

  it('a closed tab is told as such, whether the capture or the background says it first', async () => {
    rig.startMusic(7)
    const sound = audio()
    await rig.asked[0]?.give(video(), sound)
    sound.lose()
    rig.sharing.tabGone(7)
    await rig.clock.advance(1_000)
    rig.startMusic(8)
    await rig.asked[1]?.give(video(), audio())
    rig.sharing.tabGone(8)
    rig.sharing.tabGone(9)
    await rig.clock.advance(1_000)
    expect(rig.notices).toEqual(['shareTabClosed', 'shareTabClosed'])
  })

  it('a capture without sound', async () => {
    rig.startMusic()
    await rig.asked[0]?.give(video())
    expect(rig.notices).toEqual(['shareNoSound'])
    expect(rig.sharing.share).toMatchObject({ sound: false })
  })

  it('leaves no timer behind', async () => {
    rig.startMusic()
    await rig.asked[0]?.give(video(), audio())
    rig.sharing.stop()
    await rig.clock.advance(2_000)
    expect(rig.clock.timers).toBe(0)
  })
})
