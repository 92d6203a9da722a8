//! How like a model answer a reply is, where no key points say what counts.

use std::collections::{HashMap, HashSet};

use super::{
    lexicon::LEXICON,
    stem::alike,
    tokens::{Reading, Sort, Token},
};

type Bag = HashMap<String, f64>;

fn words(reading: &Reading) -> Vec<(String, f64)> {
    let mut out = Vec::new();
    for at in 0..reading.clauses.len() {
        let mut last: Option<&Token> = None;
        for token in reading.of_clause(at) {
            if token.small {
                continue;
            }
            match token.sort {
                Sort::Hanzi => {
                    if let Some(last) = last.filter(|l| l.sort == Sort::Hanzi) {
                        out.push((format!("{}{}", last.text, token.text), 0.6));
                    }
                    out.push((token.text.clone(), 0.15));
                }
                _ => {
                    if token.denies {
                        last = None;
                        continue;
                    }
                    let w = if LEXICON.light.contains(&token.text) { 0.4 } else { 1.0 };
                    out.push((token.text.clone(), w));
                }
            }
            last = Some(token);
        }
    }
    out
}
fn bag(reading: &Reading) -> Bag {
    let mut bag = Bag::new();
    for (w, x) in words(reading) {
        let e = bag.entry(w).or_insert(0.0);
        if *e < x { *e = x } else { *e += 0.2 * x }
    }
    bag
}
fn best(unit: &str, bag: &Bag) -> f64 {
    if bag.contains_key(unit) {
        return 1.0;
    }
    if unit.is_ascii() { bag.keys().filter(|k| k.is_ascii()).map(|k| alike(unit, k)).fold(0.0, f64::max) } else { 0.0 }
}
fn grams(text: &str) -> HashMap<u64, f64> {
    let folded = crate::quiz::judge::normalize::fold(&crate::quiz::judge::normalize::tidy(text));
    let chars: Vec<char> = std::iter::once(' ')
        .chain(folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }))
        .chain(std::iter::once(' '))
        .collect();
    let mut m = HashMap::new();
    let zh = |c: char| crate::quiz::judge::normalize::is_hanzi(c);
    for n in [3usize, 4] {
        for w in chars.windows(n) {
            if w.iter().any(|c| zh(*c)) {
                continue;
            }
            let mut h = n as u64;
            for c in w {
                h = h.wrapping_mul(1_000_003) ^ (*c as u64);
            }
            *m.entry(h).or_insert(0.0) += 1.0;
        }
    }
    let hz: Vec<char> = folded.chars().filter(|c| zh(*c)).collect();
    for n in [1usize, 2, 3] {
        for w in hz.windows(n) {
            let mut h = 100 + n as u64;
            for c in w {
                h = h.wrapping_mul(1_000_003) ^ (*c as u64);
            }
            *m.entry(h).or_insert(0.0) += 1.0;
        }
    }
    m
}
fn verdict(reading: &Reading) -> i32 {
    for at in 0..reading.clauses.len().min(2) {
        let words: Vec<&str> = reading.of_clause(at).iter().map(|t| t.surface.as_str()).collect();
        for i in 0..words.len().min(8) {
            if LEXICON.no.at(&words[i..]) > 0 {
                return -1;
            }
            if LEXICON.yes.at(&words[i..]) > 0 {
                return 1;
            }
        }
    }
    0
}
pub(super) fn features(
    reply: &Reading,
    reply_text: &str,
    question: &[&Reading],
    qtext: &[&str],
    reference: &Reading,
    ref_text: &str,
) -> Vec<f64> {
    let (r, m) = (bag(reply), bag(reference));
    let mut q = Bag::new();
    for x in question {
        q.extend(bag(x));
    }
    let in_q = |u: &str| best(u, &q);
    let rec = |a: &Bag, b: &Bag, discount: f64| -> f64 {
        let (mut got, mut all) = (0.0, 0.0);
        for (u, w) in a {
            let w = w * (1.0 - discount * in_q(u));
            got += w * best(u, b);
            all += w;
        }
        if all > 0.0 { got / all } else { 0.0 }
    };
    let recall_q = rec(&m, &r, 0.8);
    let recall = rec(&m, &r, 0.0);
    let prec_q = rec(&r, &m, 0.8);
    let prec = rec(&r, &m, 0.0);
    let mut mq = m.clone();
    for (k, v) in &q {
        mq.entry(k.clone()).or_insert(*v);
    }
    let prec_mq = rec(&r, &mq, 0.0);
    let (gr, gm) = (grams(reply_text), grams(ref_text));
    let mut gq = HashMap::new();
    for t in qtext {
        gq.extend(grams(t));
    }
    let dot: f64 = gm.iter().map(|(k, v)| v.sqrt() * gr.get(k).map_or(0.0, |x: &f64| x.sqrt())).sum();
    let nr: f64 = gr.values().sum::<f64>();
    let nm: f64 = gm.values().sum::<f64>();
    let cos = if nr > 0.0 && nm > 0.0 { dot / (nr * nm).sqrt() } else { 0.0 };
    let grec: f64 = gm.iter().filter(|(k, _)| gr.contains_key(*k)).map(|(_, v)| v).sum::<f64>() / nm.max(1.0);
    let nq: f64 = gm.iter().filter(|(k, _)| !gq.contains_key(*k)).map(|(_, v)| v).sum();
    let grecq: f64 =
        gm.iter().filter(|(k, _)| !gq.contains_key(*k) && gr.contains_key(*k)).map(|(_, v)| v).sum::<f64>()
            / nq.max(1.0);
    let lr = words(reply).iter().map(|x| x.1).sum::<f64>();
    let lm = words(reference).iter().map(|x| x.1).sum::<f64>();
    let newr: f64 = r.iter().map(|(u, w)| w * (1.0 - in_q(u))).sum();
    // clause recall
    let mut cl = 0.0;
    let mut cw = 0.0;
    for at in 0..reference.clauses.len() {
        let toks = sub(reference, at);
        let b = bag(&toks);
        let w: f64 = b.iter().map(|(u, w)| w * (1.0 - 0.8 * in_q(u))).sum::<f64>();
        let mut bst = 0.0f64;
        for rt in 0..reply.clauses.len() {
            let rb = bag(&sub(reply, rt));
            bst = bst.max(rec(&b, &rb, 0.8));
        }
        cl += bst * w.sqrt();
        cw += w.sqrt();
    }
    let crec = if cw > 0.0 { cl / cw } else { 0.0 };
    let neg = |x: &Reading| x.tokens.iter().filter(|t| t.denies).count();
    let (a, b) = (neg(reply), neg(reference));
    let negdiff = if (a > 0) != (b > 0) { 1.0 } else { 0.0 };
    let (va, vb) = (verdict(reply), verdict(reference));
    let agree = f64::from(va * vb);
    let nums = |x: &Reading| -> HashSet<String> {
        x.tokens.iter().filter(|t| t.sort == Sort::Number).map(|t| t.text.clone()).collect()
    };
    let (na, nb) = (nums(reply), nums(reference));
    let nrec = if nb.is_empty() { 0.0 } else { nb.intersection(&na).count() as f64 / nb.len() as f64 - 0.5 };
    // bigram order
    let big = |x: &Reading| -> HashSet<String> {
        let w: Vec<String> = words(x).into_iter().filter(|w| w.1 > 0.2).map(|w| w.0).collect();
        w.windows(2).map(|p| format!("{} {}", p[0], p[1])).collect()
    };
    let (ba, bb) = (big(reply), big(reference));
    let brec = if bb.is_empty() { 0.0 } else { bb.intersection(&ba).count() as f64 / bb.len() as f64 };
    let f = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    vec![
        recall_q,
        recall,
        prec_q,
        prec,
        prec_mq,
        cos,
        grec,
        grecq,
        (lr / lm.max(1.0)).min(1.0),
        (1.0 + lr).ln(),
        crec,
        brec,
        negdiff,
        agree,
        nrec,
        f(recall, prec),
        f(recall_q, prec_q),
        (1.0 + newr).ln(),
        recall_q.sqrt(),
        (newr / lm.max(1.0)).min(1.0),
        lm.ln(),
    ]
}
fn sub(reading: &Reading, at: usize) -> Reading {
    let c = &reading.clauses[at];
    Reading {
        tokens: reading.of_clause(at).to_vec(),
        clauses: vec![super::tokens::Clause { from: 0, to: c.to - c.from, sentence: 0, refuted: c.refuted }],
    }
}
