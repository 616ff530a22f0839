import { deflateSync, gzipSync } from "node:zlib";

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Ways in which a copy of a secret is written somewhere else. */
export const ENCODED_COPIES: Readonly<Record<string, (secret: string) => string>> = {
  plain: (text) => text,
  json: (text) => JSON.stringify(text).slice(1, -1),
  "json in json": (text) => JSON.stringify(JSON.stringify(text)).slice(1, -1),
  "unicode escapes": (text) =>
    text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  url: (text) => encodeURIComponent(text),
  "url, lower case": (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  "url, all bytes": (text) => Buffer.from(text).toString("hex").replace(/../g, "%$&"),
  form: (text) => new URLSearchParams({ "": text }).toString().slice(1),
  html: escapeHtml,
  "html, names": (text) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  "base64, shifted by one": (text) => Buffer.from(`x${text}y`).toString("base64"),
  "base64, shifted by two": (text) => Buffer.from(`xx${text}yy`).toString("base64url"),
  "base64 of base64": (text) => Buffer.from(Buffer.from(text).toString("base64")).toString("base64"),
  "base64 of json": (text) => Buffer.from(JSON.stringify({ a: text })).toString("base64"),
  "url of base64": (text) => encodeURIComponent(Buffer.from(text).toString("base64")),
  "base64 in lines": (text) =>
    Buffer.from(`${"#!/bin/sh\n".repeat(6)}${text}`)
      .toString("base64")
      .replace(/.{19}/g, "$&\n"),
  "base64 of gzip": (text) => gzipSync(`#!/bin/sh\nexport PASSWORD=${text}\n`).toString("base64"),
  "base64 of zlib": (text) => deflateSync(text).toString("base64"),
  "base64 in escaped lines": (text) =>
    Buffer.from(`${"#!/bin/sh\n".repeat(6)}${text}`)
      .toString("base64")
      .replace(/.{19}/g, "$&\\n"),
  hex: (text) => Buffer.from(text).toString("hex"),
  "hex, upper case": (text) => Buffer.from(text).toString("hex").toUpperCase(),
};
