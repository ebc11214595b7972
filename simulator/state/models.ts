import type { Dialect, OtherKind, Transport } from '../spec/plug-spec.ts';

/** How a model measures energy: volts and watts as fractions, whole milli-units, or not at all. */
export type Meter = 'none' | 'units' | 'milli';

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
