"""Every address outside the trusts. A new one needs a row here."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Plain:
    """An address outside the trusts; `is_public` when a person who is signed out is answered.

    `is_page` unless it takes only a POST or answers with a file.
    """

    name: str
    kwargs: dict = field(default_factory=dict)
    is_public: bool = True
    is_page: bool = True


PLAIN = [
    Plain("home", is_public=False),
    Plain("open_trust", is_public=False),
    Plain("register", is_public=False),
    Plain("join", {"token": "no-such-token"}),
    Plain("enter_code"),
    Plain("vote", {"code": "222222"}),
    Plain("account_login"),
    Plain("account_logout"),
    Plain("account_signup"),
    Plain("account_inactive"),
    Plain("account_reauthenticate", is_public=False),
    Plain("account_email", is_public=False),
    Plain("account_email_verification_sent"),
    Plain("account_confirm_email", {"key": "no-such-key"}),
    Plain("account_change_password", is_public=False),
    Plain("account_set_password", is_public=False),
    Plain("account_reset_password"),
    Plain("account_reset_password_done"),
    Plain("account_reset_password_from_key", {"uidb36": "1", "key": "no-such-key"}),
    Plain("account_reset_password_from_key_done"),
    Plain("account_confirm_login_code"),
    Plain("account", is_public=False),
    Plain("change_name", is_public=False),
    Plain("switch_reminders", is_public=False, is_page=False),
    Plain("stop_reminders", {"token": "no-such-token"}),
    Plain("end_session", {"session": 1}, is_public=False, is_page=False),
    Plain("usersessions_list", is_public=False),
    Plain("openid_connect_login", {"provider_id": "none"}),
    Plain("openid_connect_callback", {"provider_id": "none"}),
    Plain("socialaccount_connections", is_public=False),
    Plain("socialaccount_login_cancelled"),
    Plain("socialaccount_login_error", is_public=False),
    Plain("socialaccount_signup"),
    Plain("mfa_index", is_public=False),
    Plain("mfa_authenticate"),
    Plain("mfa_reauthenticate", is_public=False),
    Plain("mfa_activate_totp", is_public=False),
    Plain("mfa_deactivate_totp", is_public=False),
    Plain("mfa_view_recovery_codes", is_public=False),
    Plain("mfa_generate_recovery_codes", is_public=False),
    Plain("mfa_download_recovery_codes", is_public=False, is_page=False),
    Plain("mfa_list_webauthn", is_public=False),
    Plain("mfa_add_webauthn", is_public=False),
    Plain("mfa_reauthenticate_webauthn", is_public=False),
    Plain("mfa_remove_webauthn", {"pk": 1}, is_public=False),
    Plain("mfa_edit_webauthn", {"pk": 1}, is_public=False),
    Plain("mfa_login_webauthn"),
]
