import type { ButtonPlace, LedPattern, ModelFacts } from './model-schema.ts';

/** English words for the catalogue's codes; other languages translate the codes. */
export const buttonWords = {
  'reset-button-or-power-button': 'the small separate Reset or Settings button; if there is none, the power button',
  side: 'the button on the side of the plug',
  'control-button': 'the button that switches the plug on and off',
  'outlet-button-on-strip': 'the button of any one outlet, not the main switch of the strip',
  'outdoor-housing': 'the button on the outdoor housing',
  'switch-front': 'the small separate RESET button on the front, not the paddle',
  'power-button': 'the power button on the plug',
  'button-on-strip': 'the power button on the strip (which one is not documented)',
  'button-on-switch': 'the reset button on the switch (its place is not documented)',
  module: 'the button on the module',
} as const satisfies Record<ButtonPlace, string>;

export const ledWords = {
  'amber-green': 'blinks amber and green in turn',
  'amber-blue': 'blinks amber and blue in turn',
  'amber-green-or-blue': 'blinks amber and green, or amber and blue, in turn',
  'rapid-amber': 'blinks amber fast',
  amber: 'blinks amber',
  red: 'blinks red',
  unknown: 'is not documented',
  changed: 'changes the way it blinks',
} as const satisfies Record<LedPattern | 'changed', string>;

export const cautionWords = {
  'breaker-before-opening':
    'If the cover plate must come off, switch off at the breaker first; for the press itself it needs power again.',
  'never-under-mains': 'Never touch it while it is wired to the mains. Use the app, or a DC supply.',
} as const satisfies Record<NonNullable<ModelFacts['caution']>, string>;
