/**
 * The words that names in plugs' answers are made of (protocols/*.md, and the field names that real plugs were heard to
 * use). A text of these words only says what every plug of its kind says, so it tells nothing about its owner. Words
 * that people call their networks and rooms by (`home`, `house`, `office`, `network`) are left out on purpose.
 */
const words = new Set(
  `access account action active activated adc aes alias always answer anti antitheft ap app array attribute auto avatar away
  basic batch behavior bind binded ble bri brightness browser bssid build bulb button calibration capability category channel
  charge charging child children cipher cld click cloud cn co code cold color common component conf config configured
  connect connection constant control count countdown cross ctrl current custom d dac dark data date day dc default
  default delay description desired dev device devices devs diff dimmable dimmer direction disco discover discovery dl
  dns double down download dst duration e eact edge ele electricity emeter emin enable enabled encrypt encryption end
  energy ene err error ethernet event extra factory fade fan feature file firmware flag flow follow force frequency fw
  gateway gc gentle get gradually group guard h handshake hard has hash hold homekit hour http https hub hue hw i icon id
  iden identify igain illegal index info inherit instant intl iot ip is key klap kasa l label la lang las last lat latest
  latitude ld led level light lightingservice limit list lo local location login lon long longitude low lv ma mac matrix
  matter max md mday memory method mfi mgt mic mid midpeak min minute mode model module monitor monitoring month motion
  msg multi mv mw name need nego netif never new next nickname night noc none normal note notify ntc num number obd oem of
  off offpeak offset on once onpeak open operation operator opt option order original other out outlet overall overcurrent
  overheat overheated owner page pake param parameter parameters params partner passcode past pause payload period
  permit pir plug port position power powerstrip preferred preset press price product progress protect protection
  protocol proxy psk pwm qs quick ramp random range rate re read ready realtime reboot region rel relay release remain remote
  repeat report request requests res reset response responses rest restore result rssi rule rules runtime s sact sae
  saturation saved scan schedule schm sec security sensor serial server service session set setup sha signal single size
  sleep slot smart smartbulb smin smartlife soft sound source special specs speed spi src ssid stainfo start stat state states
  station status stime stok stop strip sub sum summer sunrise sunset support supported suite sw switch sym synchronize
  sys sysinfo system table tapo tcp tcsp tdp temp temperature terminal theft threshold time timer timestamp timezone tls
  to today toggle token total tpap transition trigger tss type udp uid unit up update updating upgrade uptime usage usb use
  user username uuid value ver version vgain voltage wake wday week weekday weekend wep wh whole wifi window winter
  wireless wpa wpa2 wpa3 y year zone`.split(/\s+/),
);

/** The words of the titles that legacy plugs carry (`Wi-Fi Smart Plug With Energy Monitoring`). */
const titleWords = new Set(
  `wi fi smart plug mini lite slim with energy monitoring light switch dimmer dimmable power strip outdoor indoor in wall
  outlet outlets kasa tapo sensor pir motion 2 3 6 way`.split(/\s+/),
);

/** Whether a text is one such word. */
export const isPublicWord = (text: string): boolean => words.has(text.toLowerCase());

/** Longer names, or names of more parts, than plugs use; more room would let something else be spelt out. */
const longestName = 44;
const mostParts = 7;

/**
 * Whether a field name, component or plain word (`tpap_preferred`, `localSmart`) is made of public words only.
 * One number of at most two digits may stand in it.
 */
export function isPublicName(text: string): boolean {
  if (text.length > longestName || !/^[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*$/.test(text)) return false;
  if (isPublicWord(text)) return true;
  const parts = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  const numbers = parts.filter((part) => /^\d/.test(part));
  const letters = parts.filter((part) => !/^\d/.test(part));
  return (
    parts.length <= mostParts &&
    numbers.length <= 1 &&
    numbers.every((number) => number.length <= 2) &&
    letters.every((part) => words.has(part.toLowerCase()))
  );
}

/** Whether a text is such a title. */
export const isPublicTitle = (text: string): boolean =>
  text.length <= 60 && /^[A-Za-z]/.test(text) && text.split(/[ -]/).every((word) => titleWords.has(word.toLowerCase()));
