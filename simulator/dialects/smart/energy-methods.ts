import { dayTotals, readMeter, whToday } from '../../state/metering.ts';
import { outletsOf, type SmartMethods } from './smart-method.ts';

/** Asked of devices with a meter only. */
export const energyMethods: SmartMethods = {
  get_energy_usage: (call) => {
    const { nowMs } = call.hands;
    const now = new Date(nowMs);
    const outlets = outletsOf(call);
    const days = dayTotals(outlets, now.getFullYear(), now.getMonth() + 1, nowMs);
    const minutesToday = now.getHours() * 60 + now.getMinutes();
    return {
      today_runtime: minutesToday,
      month_runtime: (now.getDate() - 1) * 1440 + minutesToday,
      today_energy: whToday(outlets, nowMs),
      month_energy: days.reduce((sum, { wh }) => sum + wh, 0),
      local_time: localTime(now),
      electricity_charge: [0, 0, 0],
      current_power: Math.round(readMeter(outlets, nowMs).watts * 1000),
    };
  },
  get_current_power: (call) => ({
    current_power: Math.round(readMeter(outletsOf(call), call.hands.nowMs).watts),
  }),
  get_emeter_data: (call) => {
    const { volts, watts, totalWh } = readMeter(outletsOf(call), call.hands.nowMs);
    return {
      current_ma: Math.round((watts / volts) * 1000),
      voltage_mv: Math.round(volts * 1000),
      power_mw: Math.round(watts * 1000),
      energy_wh: totalWh,
    };
  },
  // Calibration of the meter; clients that see version 2 of the component ask for it.
  get_emeter_vgain_igain: () => ({ vgain: 12_100, igain: 11_300 }),
};

/** How long it was on: every SMART plug counts that. */
export const usageMethods: SmartMethods = {
  get_device_usage: (call) => {
    const now = new Date(call.hands.nowMs);
    const today = now.getHours() * 60 + now.getMinutes();
    const watts = readMeter(outletsOf(call), call.hands.nowMs).watts;
    const spread = (perMinute: number) => ({
      today: Math.round(today * perMinute),
      past7: Math.round((6 * 1440 + today) * perMinute),
      past30: Math.round((29 * 1440 + today) * perMinute),
    });
    return { time_usage: spread(1), power_usage: spread(watts / 60), saved_power: spread(0) };
  },
};

/** `2026-11-23 09:05:00`. */
function localTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
