import type { ButtonPlace, PlugForm } from '../../contract/index.ts';
import { dimmerPlug, miniPlug, outdoorDimmer, outdoorPlug, plug, relayModule, twoOutletPlug } from './plug-drawings.ts';
import { canvas, disc, type Point, type Shape } from './shapes.ts';
import { fanAndDimmerSwitch, inWallOutlet, powerStrip, wallDimmer, wallSwitch } from './wall-drawings.ts';

/** The shapes of each form. */
const shapesOf = {
  plug,
  'mini-plug': miniPlug,
  'two-outlet-plug': twoOutletPlug,
  'dimmer-plug': dimmerPlug,
  'outdoor-plug': outdoorPlug,
  'outdoor-dimmer': outdoorDimmer,
  'power-strip': powerStrip,
  'in-wall-outlet': inWallOutlet,
  'wall-switch': wallSwitch,
  'wall-dimmer': wallDimmer,
  'fan-and-dimmer-switch': fanAndDimmerSwitch,
  'relay-module': relayModule,
} as const satisfies Record<PlugForm, readonly Shape[]>;

/** Where the button of a form is, unless the place says otherwise. */
const buttonOf = {
  plug: { x: 43, y: 30 },
  'mini-plug': { x: 69, y: 48 },
  'two-outlet-plug': { x: 46, y: 31 },
  'dimmer-plug': { x: 17, y: 48 },
  'outdoor-plug': { x: 43, y: 32 },
  'outdoor-dimmer': { x: 43, y: 32 },
  'power-strip': { x: 38, y: 48.5 },
  'in-wall-outlet': { x: 43, y: 48 },
  'wall-switch': { x: 43, y: 71 },
  'wall-dimmer': { x: 43, y: 71 },
  'fan-and-dimmer-switch': { x: 43, y: 71 },
  'relay-module': { x: 44, y: 36 },
} as const satisfies Record<PlugForm, Point>;

/** A button at the edge of the body, as far as the form has one. */
const sideButtonOf: Partial<Record<PlugForm, Point>> = {
  plug: { x: 74, y: 44 },
  'mini-plug': { x: 78, y: 48 },
  'two-outlet-plug': { x: 88, y: 47 },
  'dimmer-plug': { x: 78, y: 48 },
  'outdoor-plug': { x: 74, y: 46 },
  'outdoor-dimmer': { x: 74, y: 46 },
};

/** The maker does not tell where these are: the picture must not either. */
const undocumented: readonly ButtonPlace[] = ['button-on-strip', 'button-on-switch'];

export const isDocumented = (place: ButtonPlace): boolean => !undocumented.includes(place);

const buttonAt = (form: PlugForm, place: ButtonPlace): Point =>
  (place === 'side' ? sideButtonOf[form] : undefined) ?? buttonOf[form];

/** A picture of a plug with its button marked. */
export interface Drawing {
  shapes: readonly Shape[];
  /** Middle of the marked button; null where nobody knows where it is. */
  button: Point | null;
}

/** The picture for a form and the place of its button. */
export function drawingOf(form: PlugForm, place: ButtonPlace): Drawing {
  const shapes = shapesOf[form];
  if (!isDocumented(place)) {
    const { x, y } = questionAt(form);
    return { shapes: [...shapes, ...questionMark(x, y)], button: null };
  }
  const button = buttonAt(form, place);
  const second = place === 'reset-button-or-power-button' ? [disc(button.x + 18, button.y + 3, 1.6, 'ink')] : [];
  return { shapes: [...shapes, ...second, ...mark(button, fromTheLeft.includes(form))], button };
}

/** Forms whose button the arrow reaches better from the left: above it there is something to see. */
const fromTheLeft: readonly PlugForm[] = [
  'outdoor-plug',
  'outdoor-dimmer',
  'in-wall-outlet',
  'wall-switch',
  'wall-dimmer',
  'fan-and-dimmer-switch',
];

const ring = 8;

/** A black button in a white ring in a black ring, and an arrow to it. */
function mark({ x, y }: Point, isFromLeft: boolean): Shape[] {
  // along the arrow, towards the button, and across it
  const at = (along: number, across: number): Point =>
    isFromLeft ? { x: x - along, y: y + across } : { x: x + across, y: y - along };
  const tip = ring + 1;
  return [
    disc(x, y, ring),
    disc(x, y, ring - 2.2),
    disc(x, y, 3.2, 'ink'),
    { is: 'line', points: [at(tip + 12, 0), at(tip + 4, 0)], width: 3 },
    { is: 'area', points: [at(tip, 0), at(tip + 6, -4.5), at(tip + 6, 4.5)], fill: 'ink' },
  ];
}

/** A question mark in a circle, drawn and not set: no font is needed for it. */
const questionMark = (x: number, y: number): Shape[] => [
  disc(x, y, 9.5),
  {
    is: 'line',
    points: [
      [-3.6, -2.6],
      [-2.4, -4.8],
      [0, -5.6],
      [2.6, -4.6],
      [3.2, -2.4],
      [0, 0.6],
      [0, 2.4],
    ].map(([right = 0, down = 0]) => ({ x: x + right, y: y + down })),
    width: 2,
  },
  disc(x, y + 5.6, 1, 'ink'),
];

/** Where there is room for it: above a body that lies, between the two views of one that stands. */
const questionAt = (form: PlugForm): Point =>
  form.startsWith('wall') || form.startsWith('fan') ? { x: 83, y: 16 } : { x: canvas.width - 11, y: 11 };
