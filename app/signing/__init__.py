"""Keys, credentials, trust and signatures on PDFs: pure bytes in and out, no network, no database.

People make their own keys; the bureau certifies them for a batch; ``pdf`` signs and verifies the verdict.
May import app.common only (and cryptography, pyrage, pyHanko). Codes: XP-38xx for PDFs, XP-39xx for the rest.
"""

from app.signing.offline import stay_offline

stay_offline()  # before anybody imports pyHanko
