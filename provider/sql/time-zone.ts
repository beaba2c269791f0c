import { distance } from "fastest-levenshtein";

/** Older and alternative names of the IANA database, which `Intl` takes but does not list. */
const alternatives = `
  UTC GMT GMT0 GMT+0 GMT-0 UCT Zulu Universal Greenwich Cuba Egypt Eire GB GB-Eire Hongkong Iceland Iran Israel Jamaica
  Japan Kwajalein Libya NZ NZ-CHAT Navajo PRC Poland Portugal ROC ROK Singapore Turkey W-SU
  Africa/Asmara Africa/Asmera Africa/Timbuktu
  America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba
  America/Argentina/Jujuy America/Argentina/Mendoza America/Atikokan America/Atka America/Buenos_Aires America/Catamarca
  America/Coral_Harbour America/Cordoba America/Ensenada America/Fort_Wayne America/Godthab America/Indiana/Indianapolis
  America/Indianapolis America/Jujuy America/Kentucky/Louisville America/Knox_IN America/Louisville America/Mendoza
  America/Montreal America/Nipigon America/Nuuk America/Pangnirtung America/Porto_Acre America/Rainy_River
  America/Rosario America/Santa_Isabel America/Shiprock America/Thunder_Bay America/Virgin America/Yellowknife
  Antarctica/South_Pole Asia/Ashkhabad Asia/Calcutta Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Dacca
  Asia/Harbin Asia/Ho_Chi_Minh Asia/Istanbul Asia/Kashgar Asia/Kathmandu Asia/Katmandu Asia/Kolkata Asia/Macao
  Asia/Rangoon Asia/Saigon Asia/Tel_Aviv Asia/Thimbu Asia/Ujung_Pandang Asia/Ulan_Bator Asia/Yangon Atlantic/Faeroe
  Atlantic/Faroe Atlantic/Jan_Mayen Australia/ACT Australia/Canberra Australia/Currie Australia/LHI Australia/NSW
  Australia/North Australia/Queensland Australia/South Australia/Tasmania Australia/Victoria Australia/West
  Australia/Yancowinna Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West Canada/Atlantic Canada/Central
  Canada/Eastern Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Chile/Continental
  Chile/EasterIsland Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu
  Etc/GMT+1 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT+10 Etc/GMT+11
  Etc/GMT+12 Etc/GMT-1 Etc/GMT-2 Etc/GMT-3 Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Etc/GMT-10
  Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Europe/Belfast Europe/Kiev Europe/Kyiv Europe/Nicosia Europe/Tiraspol
  Europe/Uzhgorod Europe/Zaporozhye Mexico/BajaNorte Mexico/BajaSur Mexico/General Pacific/Chuuk Pacific/Enderbury
  Pacific/Johnston Pacific/Kanton Pacific/Pohnpei Pacific/Ponape Pacific/Samoa Pacific/Truk Pacific/Yap US/Alaska
  US/Aleutian US/Arizona US/Central US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan US/Mountain
  US/Pacific US/Samoa`;

/** What people mean by an abbreviation; some stand for several zones. */
const abbreviations: Readonly<Record<string, string>> = {
  Z: "UTC",
  PT: "America/Los_Angeles",
  PST: "America/Los_Angeles",
  PDT: "America/Los_Angeles",
  PST8PDT: "America/Los_Angeles",
  MST: "America/Denver",
  MDT: "America/Denver",
  MST7MDT: "America/Denver",
  CST: "America/Chicago",
  CDT: "America/Chicago",
  CST6CDT: "America/Chicago",
  ET: "America/New_York",
  EST: "America/New_York",
  EDT: "America/New_York",
  EST5EDT: "America/New_York",
  HST: "Pacific/Honolulu",
  BST: "Europe/London",
  WET: "Europe/Lisbon",
  CET: "Europe/Paris",
  CEST: "Europe/Paris",
  MET: "Europe/Paris",
  EET: "Europe/Athens",
  EEST: "Europe/Athens",
  IST: "Asia/Kolkata",
  JST: "Asia/Tokyo",
};

let names: ReadonlyMap<string, string> | undefined;

/**
 * What is wrong with the name of a time zone, in a sentence, or undefined. Names of the IANA database are right in any letter
 * case; abbreviations (`PST`, `EST5EDT`) and offsets (`+01:00`) are not, as for Snowflake.
 *
 * @see https://docs.snowflake.com/en/sql-reference/parameters
 */
export function timeZoneProblem(name: string): string | undefined {
  if (known(name) !== undefined) return undefined;
  const meant = suggestionsFor(name);
  const hint = meant.length === 0 ? `use a name such as "Europe/Berlin" or "UTC"` : `did you mean ${meant.join(", ")}?`;
  const kind = isOffset(name) ? "an offset" : name.toUpperCase() in abbreviations ? "an abbreviation" : undefined;
  const why =
    kind === undefined
      ? "is not a time zone of the IANA database"
      : `is ${kind}, and Snowflake takes names of the IANA database alone`;
  return `${show(name)} ${why}; ${hint}`;
}

/** The name of a time zone in the right letter case: `europe/berlin` is `Europe/Berlin`. Other text passes unchanged. */
export function canonicalTimeZone(name: string): string {
  return known(name) ?? name;
}

function known(name: string): string | undefined {
  const listed = allNames().get(name.toLowerCase());
  if (listed !== undefined) return listed;
  // What a newer database has beyond both lists; SystemV is of ICU alone.
  return /^[a-z_]+\/[\w+/-]+$/i.test(name) && !/^systemv\//i.test(name) && isForIntl(name) ? name : undefined;
}

function allNames(): ReadonlyMap<string, string> {
  names ??= new Map(
    [...Intl.supportedValuesOf("timeZone"), ...alternatives.trim().split(/\s+/)]
      .filter((name) => !(name in abbreviations))
      .map((name) => [name.toLowerCase(), name]),
  );
  return names;
}

function isForIntl(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** The three nearest, by the whole name or the place alone. */
function suggestionsFor(name: string): readonly string[] {
  const abbreviated = abbreviations[name.toUpperCase()];
  if (abbreviated !== undefined) return [abbreviated];
  if (isOffset(name)) return [...zoneOfOffset(name)];
  if (name.length > 50) return [];
  const written = name.toLowerCase().replaceAll(" ", "_");
  return [...allNames()]
    .map(([lower, one]) => {
      const place = lower.slice(lower.lastIndexOf("/") + 1);
      return { one, far: Math.min(distance(lower, written), distance(place, written)) };
    })
    .filter(({ far }) => far <= Math.floor(written.length / 4))
    .sort((left, right) => left.far - right.far || left.one.length - right.one.length)
    .slice(0, 3)
    .map(({ one }) => one);
}

const offset = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?$/i;

function isOffset(name: string): boolean {
  return offset.test(name) && known(name) === undefined;
}

/** `Etc/GMT-1` is an hour ahead of UTC: its sign is the other way round. */
function zoneOfOffset(name: string): readonly string[] {
  const [, sign, hours, minutes = "00"] = offset.exec(name) ?? [];
  const zone = known(`Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`);
  return minutes === "00" && zone !== undefined ? [zone] : [];
}

function show(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
