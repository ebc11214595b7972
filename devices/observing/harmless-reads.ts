import type { Dialect } from '../../contract/index.ts';

/** One question that changes nothing in a plug and makes it do nothing. */
export interface HarmlessRead {
  /** As it is called in a capture: `system.get_sysinfo`, `get_device_info`. */
  name: string;
  /** Whether the outlets of a strip are asked as well. */
  ofOutlets: boolean;
  /** Whether the answer comes in pages. */
  paged: boolean;
}

/**
 * The closed list of what an observer may ask (protocols/commands.md). Left out although they only read:
 * `get_wireless_scan_info` and `netif.get_scaninfo` (the neighbours' networks), `get_latest_fw` (asks the cloud),
 * `get_led_info` (crashes a P100), `get_daystat` and `get_monthstat` (when somebody was at home).
 */
const reads = {
  iot: [
    { name: 'system.get_sysinfo' },
    { name: 'cnCloud.get_info' },
    { name: 'netif.get_stainfo' },
    { name: 'time.get_time' },
    { name: 'time.get_timezone' },
    { name: 'emeter.get_realtime', ofOutlets: true },
    { name: 'schedule.get_rules', ofOutlets: true },
    { name: 'schedule.get_next_action', ofOutlets: true },
    { name: 'count_down.get_rules', ofOutlets: true },
    { name: 'anti_theft.get_rules', ofOutlets: true },
    { name: 'smartlife.iot.dimmer.get_dimmer_parameters' },
    { name: 'smartlife.iot.dimmer.get_default_behavior' },
  ],
  smart: [
    { name: 'get_device_info', ofOutlets: true },
    { name: 'component_nego' },
    { name: 'get_child_device_list', paged: true },
    { name: 'get_child_device_component_list', paged: true },
    { name: 'get_connect_cloud_state' },
    { name: 'get_device_time' },
    { name: 'get_device_usage', ofOutlets: true },
    { name: 'get_energy_usage', ofOutlets: true },
    { name: 'get_current_power', ofOutlets: true },
    { name: 'get_emeter_data', ofOutlets: true },
    { name: 'get_max_power' },
    { name: 'get_protection_power' },
    { name: 'get_schedule_rules', ofOutlets: true, paged: true },
    { name: 'get_countdown_rules', ofOutlets: true, paged: true },
    { name: 'get_antitheft_rules', ofOutlets: true, paged: true },
    { name: 'get_next_event', ofOutlets: true },
    { name: 'get_auto_off_config', ofOutlets: true },
    { name: 'get_matter_setup_info' },
  ],
} as const satisfies Record<Dialect, readonly (Partial<HarmlessRead> & { name: string })[]>;

/** Everything that may be asked of a plug of a dialect, in order. */
export const harmlessReads = (dialect: Dialect): readonly HarmlessRead[] =>
  reads[dialect].map((read) => ({ ofOutlets: false, paged: false, ...read }));

/**
 * The message of one harmless read.
 * @param outlet null for the plug as a whole
 * @param start how many items of a paged list are known
 */
export function wordingOf(dialect: Dialect, read: HarmlessRead, outlet: string | null, start: number): string {
  if (dialect === 'iot') {
    const dot = read.name.lastIndexOf('.');
    const question = { [read.name.slice(0, dot)]: { [read.name.slice(dot + 1)]: {} } };
    return JSON.stringify(outlet === null ? question : { context: { child_ids: [outlet] }, ...question });
  }
  const question = { method: read.name, ...(read.paged ? { params: { start_index: start } } : {}) };
  return JSON.stringify(
    outlet === null ? question : { method: 'control_child', params: { device_id: outlet, requestData: question } },
  );
}
