"""Single sign-on: whom a provider's word about an email address is taken for."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A provider vouches for addresses of the domains it was configured for, and for no others.

    Within them its people get into the account that has their address. Elsewhere an address that
    a provider sends proves nothing: whoever runs it can write any address there.
    """

    def can_authenticate_by_email(self, login, email) -> bool:
        return self._vouches(login, email)

    def pre_social_login(self, request, sociallogin) -> None:
        for address in sociallogin.email_addresses:
            address.verified = self._vouches(sociallogin, address.email)

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.email = user.email.lower()
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        user.name = (name or user.email.partition("@")[0])[:150]
        return user

    def get_signup_form_initial_data(self, sociallogin) -> dict:
        initial = super().get_signup_form_initial_data(sociallogin)
        return initial | {"name": sociallogin.user.name}

    def _vouches(self, login, email: str) -> bool:
        told = login.account.extra_data
        denied = any(
            told.get(part, {}).get("email_verified") in (False, "false")
            for part in ("userinfo", "id_token")
        )
        return not denied and self.is_email_verified(login.provider, email)
