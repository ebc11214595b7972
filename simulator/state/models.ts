import type { Dialect, OtherKind, Transport } from '../spec/plug-spec.ts';

/** How a model measures energy: volts and watts as fractions, whole milli-units, or not at all. */
export type Meter = 'none' | 'units' | 'milli';

/** What one switched outlet is: a relay, a dimmer, or the speed of a ceiling fan. */
export type OutletKind = 'relay' | 'dimmer' | 'fan';

/** One line of the model table: what is the same for every device of a model. Values are plausible, not captured. */
export interface Model {
  readonly name: string;
  readonly kind: 'plug' | OtherKind;
  readonly region: string;
  readonly dialect: Dialect;
  /** As announced in TDP and sysinfo. */
  readonly deviceType: string;
  readonly transport: Transport;
  /** The legacy `dev_name`; SMART devices have none. */
  readonly title: string;
  readonly hardware: string;
  readonly firmware: string;
  readonly oui: string;
  readonly outlets: number;
  /** What each of them is; missing ones are relays. */
  readonly kinds: readonly OutletKind[];
  /** A legacy strip tells the last two digits of its outlets' ids only (protocols/xor.md, Power strips). */
  readonly tellsShortIds: boolean;
  /** What a legacy strip calls its outlets when nobody has: `Plug 1`, or after its set-up name (models.md, EP40). */
  readonly outletNames: 'numbered' | 'after-strip';
  readonly meter: Meter;
  readonly matter: boolean;
  /** The first part of its set-up network's name, which is also the default alias of legacy plugs. */
  readonly setupName: string;
  /** Field fact (python-kasa): the P100 closes the connection after each HTTP reply. */
  readonly closesAfterReply: boolean;
  /** Cameras and the like: no plain HTTP, no session served here. */
  readonly httpsPort: number | undefined;
}

type Row = Pick<Model, 'name' | 'title' | 'hardware' | 'firmware' | 'oui'> & Partial<Model>;

const legacy = (row: Row): Model => ({
  kind: 'plug',
  region: 'US',
  dialect: 'iot',
  deviceType: 'IOT.SMARTPLUGSWITCH',
  transport: 'xor',
  outlets: 1,
  kinds: [],
  tellsShortIds: false,
  outletNames: 'numbered',
  meter: 'none',
  matter: false,
  setupName: 'TP-LINK_Smart Plug',
  closesAfterReply: false,
  httpsPort: undefined,
  ...row,
});

const smart = (row: Row): Model => ({
  kind: 'plug',
  region: 'EU',
  dialect: 'smart',
  deviceType: 'SMART.TAPOPLUG',
  transport: 'klap-2',
  outlets: 1,
  kinds: [],
  tellsShortIds: false,
  outletNames: 'numbered',
  meter: 'none',
  matter: false,
  setupName: 'Tapo_Plug',
  closesAfterReply: false,
  httpsPort: undefined,
  ...row,
});

const table: readonly Model[] = [
  legacy({
    name: 'HS100',
    region: 'UK',
    title: 'Wi-Fi Smart Plug',
    hardware: '2.0',
    firmware: '1.5.10 Build 191125 Rel.094314',
    oui: '50:C7:BF',
  }),
  legacy({
    name: 'HS103',
    title: 'Smart Wi-Fi Plug Mini',
    hardware: '2.1',
    firmware: '1.1.4 Build 200805 Rel.162019',
    oui: '98:DA:C4',
  }),
  legacy({
    name: 'HS105',
    title: 'Smart Wi-Fi Plug Mini',
    hardware: '1.0',
    firmware: '1.5.8 Build 191126 Rel.142617',
    oui: 'B0:4E:26',
  }),
  legacy({
    name: 'HS110',
    region: 'EU',
    title: 'Wi-Fi Smart Plug With Energy Monitoring',
    hardware: '1.0',
    firmware: '1.2.6 Build 200727 Rel.121701',
    oui: '50:C7:BF',
    meter: 'units',
  }),
  legacy({
    name: 'HS200',
    title: 'Smart Wi-Fi Light Switch',
    hardware: '3.0',
    firmware: '1.1.6 Build 200814 Rel.174208',
    oui: '98:DA:C4',
    setupName: 'TP-LINK_Smart Switch',
  }),
  legacy({
    name: 'HS300',
    title: 'Wi-Fi Smart Power Strip',
    hardware: '1.0',
    firmware: '1.0.19 Build 200224 Rel.090814',
    oui: 'B0:95:75',
    outlets: 6,
    meter: 'milli',
    setupName: 'TP-LINK_Power Strip',
  }),
  legacy({
    name: 'KP115',
    title: 'Smart Wi-Fi Plug Mini',
    hardware: '1.0',
    firmware: '1.0.20 Build 221125 Rel.092759',
    oui: '00:31:92',
    meter: 'milli',
  }),
  legacy({
    name: 'KP303',
    region: 'UK',
    title: 'Wi-Fi Smart Power Strip',
    hardware: '1.0',
    firmware: '1.0.5 Build 200812 Rel.110347',
    oui: 'B0:BE:76',
    outlets: 3,
    setupName: 'TP-LINK_Power Strip',
  }),
  legacy({
    name: 'HS107',
    title: 'Smart Wi-Fi Plug, 2-Outlets',
    hardware: '1.0',
    firmware: '1.0.9 Build 190515 Rel.153807',
    oui: '68:FF:7B',
    outlets: 2,
  }),
  legacy({
    name: 'HS210',
    title: 'Smart Wi-Fi 3-Way Light Switch',
    hardware: '2.0',
    firmware: '1.1.6 Build 210803 Rel.101544',
    oui: 'D8:47:32',
    setupName: 'TP-LINK_Smart Switch',
  }),
  legacy({
    name: 'HS220',
    title: 'Smart Wi-Fi Dimmer',
    hardware: '1.0',
    firmware: '1.5.9 Build 190618 Rel.091026',
    oui: '70:4F:57',
    kinds: ['dimmer'],
    setupName: 'TP-LINK_Smart Dimmer',
  }),
  legacy({
    name: 'ES20M',
    title: 'Wi-Fi Smart Dimmer with sensor',
    hardware: '1.0',
    firmware: '1.0.9 Build 220519 Rel.104233',
    oui: 'AC:15:A2',
    kinds: ['dimmer'],
    setupName: 'TP-LINK_Smart Dimmer',
  }),
  legacy({
    name: 'KP200',
    title: 'Smart Wi-Fi Power Outlet, 2-Sockets',
    hardware: '3.0',
    firmware: '1.0.4 Build 210223 Rel.141852',
    oui: 'B0:A7:B9',
    outlets: 2,
    tellsShortIds: true,
  }),
  legacy({
    name: 'KP400',
    title: 'Smart Wi-Fi Outdoor Plug, 2-Outlets',
    hardware: '2.0',
    firmware: '1.0.7 Build 211008 Rel.154019',
    oui: '3C:52:A1',
    outlets: 2,
  }),
  legacy({
    name: 'EP40',
    title: 'Kasa Smart Wi-Fi Outdoor Plug',
    hardware: '1.0',
    firmware: '1.0.3 Build 220307 Rel.112634',
    oui: '28:87:BA',
    outlets: 2,
    outletNames: 'after-strip',
  }),
  smart({
    name: 'EP25',
    region: 'US',
    deviceType: 'SMART.KASAPLUG',
    title: '',
    hardware: '2.6',
    firmware: '1.0.4 Build 240409 Rel.151128',
    oui: '34:60:F9',
    meter: 'milli',
  }),
  smart({
    name: 'KP125M',
    region: 'US',
    deviceType: 'SMART.KASAPLUG',
    title: '',
    hardware: '1.0',
    firmware: '1.2.3 Build 240624 Rel.154806',
    oui: '78:8C:B5',
    meter: 'milli',
    matter: true,
  }),
  smart({
    name: 'P100',
    title: '',
    hardware: '1.0.0',
    firmware: '1.4.4 Build 240514 Rel.091730',
    oui: '1C:3B:F3',
    closesAfterReply: true,
  }),
  smart({
    name: 'P110',
    title: '',
    hardware: '1.0',
    firmware: '1.3.1 Build 240621 Rel.162048',
    oui: '48:22:54',
    meter: 'milli',
  }),
  smart({
    name: 'P115',
    title: '',
    hardware: '1.0',
    firmware: '1.3.0 Build 230905 Rel.152917',
    oui: '34:60:F9',
    meter: 'milli',
  }),
  smart({
    name: 'P300',
    title: '',
    hardware: '1.0',
    firmware: '1.0.15 Build 231130 Rel.122711',
    oui: '78:8C:B5',
    outlets: 3,
  }),
  smart({
    name: 'P125M',
    region: 'US',
    title: '',
    hardware: '1.0',
    firmware: '1.1.0 Build 231009 Rel.155831',
    oui: '48:22:54',
    matter: true,
  }),
  smart({
    name: 'P304M',
    region: 'UK',
    title: '',
    hardware: '1.0',
    firmware: '1.0.4 Build 240705 Rel.100418',
    oui: '3C:64:CF',
    outlets: 4,
    meter: 'milli',
    matter: true,
  }),
  smart({
    name: 'P306',
    region: 'US',
    title: '',
    hardware: '1.0',
    firmware: '1.1.3 Build 240603 Rel.171508',
    oui: '74:FE:CE',
    outlets: 5,
  }),
  smart({
    name: 'P316M',
    region: 'US',
    title: '',
    hardware: '1.6',
    firmware: '1.0.6 Build 250214 Rel.133021',
    oui: 'B0:19:21',
    outlets: 6,
    meter: 'milli',
    matter: true,
  }),
  smart({
    name: 'S505',
    region: 'US',
    deviceType: 'SMART.TAPOSWITCH',
    title: '',
    hardware: '1.0',
    firmware: '1.1.1 Build 231012 Rel.182044',
    oui: '48:22:54',
    matter: true,
  }),
  smart({
    name: 'S505D',
    region: 'US',
    deviceType: 'SMART.TAPOSWITCH',
    title: '',
    hardware: '1.0',
    firmware: '1.1.1 Build 231204 Rel.090733',
    oui: '48:22:54',
    kinds: ['dimmer'],
    matter: true,
  }),
  smart({
    name: 'KS205',
    region: 'US',
    deviceType: 'SMART.KASASWITCH',
    title: '',
    hardware: '1.0',
    firmware: '1.1.1 Build 240119 Rel.145206',
    oui: '40:ED:00',
    matter: true,
    setupName: 'TP-LINK_Smart Switch',
  }),
  smart({
    name: 'KS225',
    region: 'US',
    deviceType: 'SMART.KASASWITCH',
    title: '',
    hardware: '1.0',
    firmware: '1.1.1 Build 240122 Rel.160915',
    oui: '3C:52:A1',
    kinds: ['dimmer'],
    matter: true,
    setupName: 'TP-LINK_Smart Dimmer',
  }),
  smart({
    name: 'KS240',
    region: 'US',
    deviceType: 'SMART.KASASWITCH',
    title: '',
    hardware: '1.0',
    firmware: '1.0.8 Build 240530 Rel.120347',
    oui: 'F0:A7:31',
    outlets: 2,
    kinds: ['fan', 'dimmer'],
    setupName: 'TP-LINK_Smart Switch',
  }),
  legacy({
    name: 'KL110',
    kind: 'bulb',
    deviceType: 'IOT.SMARTBULB',
    title: 'Kasa Smart Bulb, Dimmable',
    hardware: '1.0',
    firmware: '1.8.11 Build 191113 Rel.105408',
    oui: '50:C7:BF',
    setupName: 'TP-LINK_Smart Bulb',
  }),
  smart({
    name: 'L530',
    kind: 'bulb',
    deviceType: 'SMART.TAPOBULB',
    title: '',
    hardware: '2.0',
    firmware: '1.1.0 Build 230721 Rel.224925',
    oui: '54:AF:97',
    setupName: 'Tapo_Bulb',
  }),
  smart({
    name: 'C200',
    kind: 'camera',
    region: '',
    deviceType: 'SMART.IPCAMERA',
    title: 'Tapo_Camera',
    hardware: '1.0',
    firmware: '1.3.9 Build 231019 Rel.37490',
    oui: '30:DE:4B',
    setupName: 'Tapo_Cam',
    httpsPort: 443,
  }),
  smart({
    name: 'H100',
    kind: 'hub',
    deviceType: 'SMART.TAPOHUB',
    title: '',
    hardware: '1.0',
    firmware: '1.5.10 Build 240207 Rel.175813',
    oui: '98:25:4A',
    setupName: 'Tapo_Hub',
  }),
  smart({
    name: 'RV30',
    kind: 'vacuum',
    deviceType: 'SMART.TAPOROBOVAC',
    title: '',
    hardware: '1.0',
    firmware: '1.0.9 Build 240320 Rel.154322',
    oui: '60:83:E7',
    setupName: 'Tapo_Robot',
    httpsPort: 4433,
  }),
];

const models: ReadonlyMap<string, Model> = new Map(table.map((model) => [model.name, model]));

export function findModel(name: string): Model | undefined {
  return models.get(name);
}
