//! The pages of problems, which work by plain forms.

use super::*;

/// A page as a browser gets it: the client holds answers against the description of the
/// API, which knows no pages.
fn page(client: &Client, path: &str) -> (u16, String) {
    let response = client.open(&Ask::new("GET", path));
    let response = response.unwrap_or_else(|fault| panic!("{fault}"));
    let status = response.status().as_u16();
    (status, response.text().expect("a page is text"))
}

/// Sends a form of a page, with the proof that stands in it, and tells where it led.
fn send(client: &Client, from: &str, to: &str, fields: &str) -> (u16, String) {
    let (_, form) = page(client, from);
    let csrf = form.split("name=\"csrf\" value=\"").nth(1);
    let csrf = csrf.and_then(|rest| rest.split('"').next());
    let csrf = csrf.expect("a form holds the session's token");
    let body = format!("csrf={csrf}&{fields}").into_bytes();
    let ask = Ask::new("POST", to).bytes("application/x-www-form-urlencoded", body);
    let response = client.open(&ask).unwrap_or_else(|fault| panic!("{fault}"));
    let status = response.status().as_u16();
    let place = response.headers().get("location").cloned();
    let place = place.map(|place| place.to_str().expect("an address").to_owned());
    let place = place.unwrap_or_else(|| response.text().expect("a page is text"));
    (status, place)
}

#[test]
fn a_citizen_proposes_and_supports_by_plain_forms() {
    worlds(|world| {
        let (citizen, staff) = (&world.citizen.client, &world.staff.client);
        let nobody = world.site.client();
        let new = "/bg/problems/new";
        let (status, refused) = page(&nobody, new);
        assert!(status == 401 && refused.contains("/bg/sign-in"));
        let (status, again) = send(citizen, new, new, "title=&field=");
        assert_eq!(status, 422);
        for name in ["title", "affected", "importance", "solved_when", "field"] {
            assert!(again.contains(&format!("{name}-error")), "{name}");
        }
        let filled = "title=%3Cb%3ELight%3C%2Fb%3E&affected=A&importance=B&solved_when=C\
             &field=utilities&districts=3&districts=17";
        let (status, place) = send(citizen, new, new, filled);
        assert_eq!(status, 303, "{place}");
        let path = place.split('?').next().expect("an address");
        assert!(place.ends_with("?done=proposed"));
        let (status, own) = page(citizen, path);
        assert!(status == 200 && own.contains("&lt;b&gt;Light&lt;/b&gt;"));
        assert_eq!(page(&nobody, path).0, 404);
        let queue = page(staff, "/bg/staff/problems").1;
        assert!(queue.contains(id(path)));
        let work = path.replace("/bg/", "/bg/staff/");
        let (status, done) = send(staff, &work, &work, "act=show");
        assert!(status == 303 && done.ends_with("?done=shown"), "{done}");
        let (_, shown) = page(&nobody, path);
        assert!(shown.contains("Възраждане, Витоша") && shown.contains("/bg/sign-in?then="));
        let support = format!("{path}/support");
        let rival = &world.rival.client;
        let (status, done) = send(rival, path, &support, "act=support");
        assert!(status == 303 && done.ends_with("?done=supported"), "{done}");
        let api = format!("{PROBLEMS}/{}", id(path));
        assert_eq!(supporters(&nobody, &api), 2);
        send(rival, path, &support, "act=withdraw");
        assert_eq!(supporters(&nobody, &api), 1);
    });
}

#[test]
fn staff_merge_answer_and_link_by_plain_forms() {
    worlds(|world| {
        let (staff, nobody) = (&world.staff.client, world.site.client());
        let (first, second) = (shown(&world, "Deep hole"), shown(&world, "Hole"));
        let open = world.challenge(&city_pack("tests/challenges/fragile"));
        let work = |path: &str| format!("/en/staff/problems/{}", id(path));
        let found = page(staff, &format!("{}?q=deep", work(&second))).1;
        assert!(found.contains(&format!("value=\"{}\"", id(&first))));
        let merge = format!("act=merge&into={}", id(&first));
        let (status, done) = send(staff, &work(&second), &work(&second), &merge);
        assert_eq!(
            (status, done),
            (303, format!("{}?done=merged", work(&first)))
        );
        let old = nobody.get(&format!("/bg/problems/{}", id(&second)));
        let address = format!("/bg/problems/{}", id(&first));
        let old = old.expect(303);
        assert_eq!(old.header("location"), format!("{address}?done=merged"));
        let empty = "act=answer&kind=&answer_bg=&answer_en=";
        let (status, again) = send(staff, &work(&first), &work(&first), empty);
        assert!(status == 422 && again.contains("answer_bg-error"));
        let answer = "act=answer&kind=taken-up&answer_bg=Da&answer_en=Yes";
        let (status, done) = send(staff, &work(&first), &work(&first), answer);
        assert!(status == 303 && done.ends_with("?done=answered"), "{done}");
        let link = format!("act=link&challenge={}", open.id);
        let (status, done) = send(staff, &work(&first), &work(&first), &link);
        assert!(status == 303 && done.ends_with("?done=linked"), "{done}");
        let (_, shown) = page(&nobody, &address);
        assert!(shown.contains(&format!("/bg/challenges/{}", open.id)));
        let challenge = format!("/bg/challenges/{}", open.id);
        let (_, challenge) = page(&nobody, &challenge);
        assert!(challenge.contains(&address), "it leads back to its problem");
    });
}
