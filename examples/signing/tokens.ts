/** The tokens in the links that are mailed: an address, signed, good for an hour. */
import { currentApp } from "flagon";
import { BadData, URLSafeTimedSerializer } from "flagon/signing";

/** How long a link is good, in seconds. */
const LIFETIME = 3600;

/** A token that says: whoever has it can read the mail of this address. */
export function confirmationToken(address: string): string {
  return serializer().dumps(address);
}

/**
 * The address of a token.
 *
 * @throws SignatureExpired an hour after it was made; BadData for one that was not made here.
 */
export function confirmedAddress(token: string): string {
  const address = serializer().loads(token, { maxAge: LIFETIME });
  if (typeof address !== "string") throw new BadData("The token holds no address.");
  return address;
}

/** The salt keeps these tokens apart from all else that the key signs, such as sessions. */
function serializer(): URLSafeTimedSerializer {
  return new URLSafeTimedSerializer(currentApp.secretKeys(), { salt: "confirm-address" });
}
