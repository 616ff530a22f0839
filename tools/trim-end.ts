/**
 * Removes all of some characters from the end of a text: in linear time, unlike `/=+$/`, which
 * starts anew at each of them in the middle.
 *
 * @param characters those to remove, such as `"\r\n"`
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
