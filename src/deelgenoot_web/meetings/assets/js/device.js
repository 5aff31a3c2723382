// Whom this device takes part as: the page that was loaded last knows. An older tab, of who took
// part before, loads anew; until it did, nothing is sent from it. The server judges forms as well,
// but a vote goes by the ticket of its page, whoever has the device now.
export class Device {
  constructor({ dataset: { screen, address, who } }, changed) {
    // A tab of a rehearsal is of whom its address says.
    const mark = address.match(/^\/als\/[^/]+/)?.[0] ?? "";
    this.name = `deelgenoot-who${mark}${screen}`;
    this.who = who;
    if (who === "0") return;
    try {
      localStorage.setItem(this.name, who);
    } catch {
      // Without storage the server still judges what a form sends.
    }
    addEventListener("storage", () => this.isOfAnother && changed());
  }

  get isOfAnother() {
    if (this.who === "0") return false;
    try {
      // Nothing is there where storage takes no more: that is nobody else.
      return (localStorage.getItem(this.name) ?? this.who) !== this.who;
    } catch {
      return false;
    }
  }
}
