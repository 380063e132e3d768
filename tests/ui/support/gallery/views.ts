import { STATES, type StateName } from './states'

/** What a state is shown in, with its size in CSS pixels. The overlay's sizes are those it begins with. */
export const VIEWS = {
  popup: { width: 360, height: 600 },
  floating: { width: 320, height: 200 },
  /** A stranger's ring: as small as the overlay gets then. */
  ring: { width: 320, height: 284 },
  pill: { width: 260, height: 44 },
  expanded: { width: 1280, height: 800 },
  /** What a title bar leaves of it. */
  window: { width: 460, height: 350 },
  viewer: { width: 1280, height: 800 },
  onboarding: { width: 720, height: 600 },
  options: { width: 720, height: 600 },
} as const

export type ViewName = keyof typeof VIEWS

export const isStateName = (name: string): name is StateName => Object.hasOwn(STATES, name)
export const isViewName = (name: string): name is ViewName => Object.hasOwn(VIEWS, name)

const TALKS = [
  'connecting',
  'talking',
  'talkingStranger',
  'talkingPlain',
  'reconnecting',
  'sharing',
  'sharingMusic',
  'watching',
  'listening',
] as const satisfies readonly StateName[]
const STRANGERS = ['incomingStranger', 'incomingNameless', 'incomingPlain'] as const satisfies readonly StateName[]
const CARDS = ['outgoing', 'outgoingId', 'incoming', 'endedHungUp', 'endedUnreachable'] as const satisfies readonly StateName[]

/** Every view in every state that it can be in. */
export const LOOKS: readonly { readonly view: ViewName; readonly state: StateName }[] = [
  ...Object.keys(STATES)
    .filter(isStateName)
    .map((state) => ({ view: 'popup', state }) as const),
  ...[...CARDS, ...TALKS].map((state) => ({ view: 'floating', state }) as const),
  ...STRANGERS.map((state) => ({ view: 'ring', state }) as const),
  ...(['talking', 'talkingStranger', 'talkingPlain'] as const).map((state) => ({ view: 'pill', state }) as const),
  ...(['talking', 'watching'] as const).map((state) => ({ view: 'expanded', state }) as const),
  ...[...CARDS, ...STRANGERS, ...TALKS].map((state) => ({ view: 'window', state }) as const),
  ...(['idle', 'watching', 'listening', 'everything', 'reconnecting'] as const).map(
    (state) => ({ view: 'viewer', state }) as const,
  ),
  { view: 'onboarding', state: 'idle' },
  { view: 'options', state: 'idle' },
]
