import type { OutletState } from './device-state.ts';

const VOLTS = 230.4;
/** How many days of its present load a meter claims to have counted before. */
const DAYS_COUNTED = 30;

export interface MeterReading {
  readonly volts: number;
  readonly watts: number;
  readonly totalWh: number;
}

/** The load now, and a total that fits it. A virtual plug's load never changes, so its past is its present. */
export function readMeter(outlets: readonly OutletState[], nowMs: number): MeterReading {
  const watts = outlets.reduce((sum, outlet) => sum + (outlet.on ? outlet.watts : 0), 0);
  return { volts: VOLTS, watts, totalWh: Math.round(watts * 24 * DAYS_COUNTED + watts * hoursToday(nowMs)) };
}

export function whToday(outlets: readonly OutletState[], nowMs: number): number {
  return Math.round(readMeter(outlets, nowMs).watts * hoursToday(nowMs));
}

export function dayTotals(
  outlets: readonly OutletState[],
  year: number,
  month: number,
  nowMs: number,
): { day: number; wh: number }[] {
  const now = new Date(nowMs);
  if (year !== now.getFullYear() || month !== now.getMonth() + 1) return [];
  const perDay = Math.round(readMeter(outlets, nowMs).watts * 24);
  return Array.from({ length: now.getDate() }, (_, index) => {
    const day = index + 1;
    return { day, wh: day === now.getDate() ? whToday(outlets, nowMs) : perDay };
  });
}

export function monthTotals(
  outlets: readonly OutletState[],
  year: number,
  nowMs: number,
): { month: number; wh: number }[] {
  const month = new Date(nowMs).getMonth() + 1;
  const days = dayTotals(outlets, year, month, nowMs);
  return days.length === 0 ? [] : [{ month, wh: days.reduce((sum, { wh }) => sum + wh, 0) }];
}

function hoursToday(nowMs: number): number {
  const now = new Date(nowMs);
  return now.getHours() + now.getMinutes() / 60;
}
