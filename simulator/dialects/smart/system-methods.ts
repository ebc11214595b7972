import { base64, page, SMART_ERROR, type SmartMethods } from './smart-method.ts';

const NETWORKS_PER_PAGE = 5;

export const systemMethods: SmartMethods = {
  get_device_time: ({ hands }) => ({
    timestamp: Math.floor(hands.nowMs / 1000),
    time_diff: 60,
    region: 'Europe/Berlin',
  }),
  get_led_info: ({ state }) => ({
    led_rule: state.led,
    led_status: state.led !== 'never',
    night_mode: {
      night_mode_type: 'sunrise_sunset',
      start_time: 1140,
      end_time: 420,
      sunrise_offset: 0,
      sunset_offset: 0,
    },
  }),
  set_led_info: ({ state, params, hands }) => {
    const rule = (['always', 'never', 'night_mode'] as const).find((one) => one === params['led_rule']);
    // the whole object is wanted, as it was read
    if (rule === undefined || params['night_mode'] === undefined) return SMART_ERROR.params;
    state.led = rule;
    hands.ledSet();
    return undefined;
  },
  get_connect_cloud_state: ({ state }) => ({ status: state.cloudBound ? 0 : 1 }),
  get_matter_setup_info: ({ state }) =>
    state.matter ? { setup_code: '34970112332', setup_payload: 'MT:Y.K9042C00KA0648G00' } : SMART_ERROR.unknownMethod,
  get_wireless_scan_info: ({ state, params }) => {
    const names = [state.ssid, 'Neighbour 2.4', 'Café Gäste'].filter((name) => name !== '');
    const seen = names.map((ssid, index) => ({
      ssid: base64(ssid),
      key_type: index === 2 ? 'none' : 'wpa2_psk',
      cipher_type: index === 2 ? 0 : 2,
      signal_level: 3 - index,
      bssid: `02000000000${index}`,
      channel: 1 + 5 * index,
    }));
    return { ...page('ap_list', seen, params['start_index'], NETWORKS_PER_PAGE), wep_supported: false };
  },
};
