import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type DeviceDoor, openDevices } from '../../src/onboarding/openDevices'

type Name = 'microphone' | 'camera'
type Answer = 'allow' | 'block' | 'close'

/** A browser that asks for what is not decided yet, and a person who answers each question in the same way. */
function browser(answer: Answer, states: Record<Name, PermissionState>, present: readonly Name[] = ['microphone', 'camera']) {
  const questions: string[] = []
  const door: DeviceDoor = {
    permissionOf: async (name) => states[name],
    async getUserMedia({ audio, video }) {
      const wanted: Name[] = [...(audio ? (['microphone'] as const) : []), ...(video ? (['camera'] as const) : [])]
      if (wanted.some((name) => !present.includes(name))) throw new DOMException('', 'NotFoundError')
      if (wanted.some((name) => states[name] === 'denied')) throw new DOMException('', 'NotAllowedError')
      const undecided = wanted.filter((name) => states[name] === 'prompt')
      if (undecided.length > 0) questions.push(undecided.join('+'))
      if (answer !== 'close') for (const name of undecided) states[name] = answer === 'allow' ? 'granted' : 'denied'
      if (wanted.some((name) => states[name] !== 'granted')) throw new DOMException('', 'NotAllowedError')
      return new MediaStream()
    },
  }
  return { door, questions }
}

async function open({ door }: { readonly door: DeviceDoor }) {
  const { microphone, camera } = await openDevices(door, { microphone: '', camera: '' })
  return { microphone, camera }
}

const UNDECIDED = { microphone: 'prompt', camera: 'prompt' } as const

describe('asked for microphone and camera, a person', () => {
  beforeEach(() => {
    vi.stubGlobal(
      'MediaStream',
      class {
        getTracks(): readonly MediaStreamTrack[] {
          return []
        }
      },
    )
  })

  it('allows both by one answer', async () => {
    const asked = browser('allow', { ...UNDECIDED })
    expect(await open(asked)).toEqual({ microphone: 'granted', camera: 'granted' })
    expect(asked.questions).toEqual(['microphone+camera'])
  })

  it('refuses both by one answer', async () => {
    const asked = browser('block', { ...UNDECIDED })
    expect(await open(asked)).toEqual({ microphone: 'refused', camera: 'refused' })
    expect(asked.questions).toEqual(['microphone+camera'])
  })

  it('who closes the question is not asked again', async () => {
    const asked = browser('close', { ...UNDECIDED })
    expect(await open(asked)).toEqual({ microphone: 'dismissed', camera: 'dismissed' })
    expect(asked.questions).toEqual(['microphone+camera'])
  })

  it('who closes the question about the camera keeps the microphone allowed before', async () => {
    const asked = browser('close', { microphone: 'granted', camera: 'prompt' })
    expect(await open(asked)).toEqual({ microphone: 'granted', camera: 'dismissed' })
    expect(asked.questions).toEqual(['camera'])
  })

  it('who has refused the camera before is asked for the microphone alone, and may close that too', async () => {
    const allowed = browser('allow', { microphone: 'prompt', camera: 'denied' })
    expect(await open(allowed)).toEqual({ microphone: 'granted', camera: 'refused' })
    expect(allowed.questions).toEqual(['microphone'])
    const closed = browser('close', { microphone: 'prompt', camera: 'denied' })
    expect(await open(closed)).toEqual({ microphone: 'dismissed', camera: 'refused' })
    expect(closed.questions).toEqual(['microphone'])
  })

  it('without a camera is asked for the microphone', async () => {
    const asked = browser('allow', { ...UNDECIDED }, ['microphone'])
    expect(await open(asked)).toEqual({ microphone: 'granted', camera: 'missing' })
    expect(asked.questions).toEqual(['microphone'])
  })

  it('without anything is asked nothing', async () => {
    const asked = browser('allow', { ...UNDECIDED }, [])
    expect(await open(asked)).toEqual({ microphone: 'missing', camera: 'missing' })
    expect(asked.questions).toEqual([])
  })
})
